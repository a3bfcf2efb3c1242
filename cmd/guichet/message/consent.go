package message

// An agent's consent in a browser (OAuth).
const (
	FlagOAuth         Key = "let the agent give consent in a browser" + fr + "demander l'accord de l'agent dans un navigateur"
	FlagOAuthClientID Key = "with --oauth: `ID` of the application" + fr + "avec --oauth\u00a0: `ID` de l'application"
	FlagRedirectURI   Key = "with --oauth: redirect `URI` of the application, http on this machine or https" + fr + "avec --oauth\u00a0: `URI` de redirection de l'application, en http sur cette machine ou en https"
	LabelAddress      Key = "address of the page where the browser ended (not shown)" + fr + "adresse de la page où le navigateur a été redirigé (saisie masquée)"
	LabelRedirectURI  Key = "redirect URI" + fr + "URI de redirection"

	NoticeConsentOpen  Key = "open this address in a browser and give consent within ten minutes:" + fr + "ouvrez cette adresse dans un navigateur et donnez votre accord dans les dix minutes\u00a0:"
	NoticeConsentPaste Key = "then paste the whole address of the page where the browser ended" + fr + "collez ensuite l'adresse complète de la page où le navigateur a été redirigé"
	NoticeConsentLives Key = "the tokens are valid for 30 days, until %s, unless they are renewed: any command renews them once the access token has expired" + fr + "les jetons sont valables 30 jours, jusqu'au %s, sauf renouvellement\u00a0: toute commande les renouvelle quand le jeton d'accès a expiré"

	PageConsentArrived Key = "The response has arrived. Go back to guichet in the terminal." + fr + "La réponse est arrivée. Revenez à guichet dans le terminal."
	PageConsentClose   Key = "You can close this page." + fr + "Vous pouvez fermer cette page."

	ErrRedirectURI      Key = "--redirect-uri: expected an address with https, or with http on this machine" + fr + "--redirect-uri\u00a0: une adresse en https, ou en http sur cette machine, est attendue"
	HintRedirectURI     Key = "use the redirect URI that the service registered for the application, such as http://127.0.0.1:8765/retour" + fr + "utilisez l'URI de redirection que le service a enregistrée pour l'application, par exemple http://127.0.0.1:8765/retour"
	ErrConsentListen    Key = "guichet cannot listen at %s: %s" + fr + "guichet ne peut pas écouter sur %s\u00a0: %s"
	ErrConsentAddress   Key = "this is not an address: a code alone is not accepted, because its state cannot be checked" + fr + "ce n'est pas une adresse\u00a0: un code seul n'est pas accepté, car son paramètre state ne peut pas être vérifié"
	ErrConsentElsewhere Key = "this address does not match the redirect URI" + fr + "cette adresse ne correspond pas à l'URI de redirection"
	HintConsentAddress  Key = "log in again, and paste the whole address of the page where the browser ended, with code and state" + fr + "connectez-vous à nouveau, et collez l'adresse complète de la page où le navigateur a été redirigé, avec ses paramètres code et state"
	ErrConsentState     Key = "the response does not belong to this login: its state differs" + fr + "la réponse ne correspond pas à cette connexion\u00a0: son paramètre state est différent"
	ErrConsentNoCode    Key = "the address contains neither a code nor the reason of a refusal" + fr + "l'adresse ne contient ni code, ni motif de refus"
	ErrConsentDenied    Key = "the agent did not give consent (access_denied)" + fr + "l'agent n'a pas donné son accord (access_denied)"
	ErrConsentRefused   Key = "the service did not ask the agent for consent: %s" + fr + "le service n'a pas demandé l'accord de l'agent\u00a0: %s"
	ErrConsentLate      Key = "no response from the browser within %s: nothing was stored" + fr + "aucune réponse du navigateur en %s\u00a0: rien n'a été enregistré"
	HintConsent         Key = `run "guichet auth login rdv --oauth --client-id ID --redirect-uri URI" and let the agent consent` + fr + "lancez «\u00a0guichet auth login rdv --oauth --client-id ID --redirect-uri URI\u00a0» et demandez l'accord de l'agent"
)
