package message

// An agent's consent in a browser (OAuth).
const (
	FlagOAuth         Key = "let the agent consent in a browser" + fr + "demander l'accord de l'agent dans un navigateur"
	FlagOAuthClientID Key = "with --oauth: `ID` of the application" + fr + "avec --oauth\u00a0: `ID` de l'application"
	FlagRedirectURI   Key = "with --oauth: redirect `URI` of the application, http on this machine or https" + fr + "avec --oauth\u00a0: `URI` de redirection de l'application, en http sur cette machine ou en https"
	LabelAddress      Key = "address to which the browser was sent back (it is not shown)" + fr + "adresse où le navigateur a été renvoyé (elle ne s'affiche pas)"
	LabelRedirectURI  Key = "redirect URI" + fr + "URI de redirection"

	NoticeConsentOpen  Key = "open this address in a browser and consent, within ten minutes:" + fr + "ouvrir cette adresse dans un navigateur et donner son accord, dans les dix minutes\u00a0:"
	NoticeConsentPaste Key = "then paste the whole address to which the browser was sent back" + fr + "coller ensuite l'adresse complète où le navigateur a été renvoyé"
	NoticeConsentLives Key = "without a renewal the pair of tokens lives 30 days, until %s: any command renews it once the access token is over" + fr + "sans renouvellement, la paire de jetons vit 30 jours, jusqu'au %s\u00a0: toute commande la renouvelle quand le jeton d'accès a expiré"

	PageConsentArrived Key = "The answer has arrived. guichet goes on in the terminal." + fr + "La réponse est arrivée. La suite se passe dans le terminal, avec guichet."
	PageConsentClose   Key = "You can close this page." + fr + "Vous pouvez fermer cette page."

	ErrRedirectURI      Key = "--redirect-uri must be an address with https, or with http on this machine" + fr + "--redirect-uri doit être une adresse en https, ou en http sur cette machine"
	HintRedirectURI     Key = "use the redirect URI that the service registered for the application, such as http://127.0.0.1:8765/retour" + fr + "prendre l'URI de redirection que le service a enregistrée pour l'application, comme http://127.0.0.1:8765/retour"
	ErrConsentListen    Key = "guichet cannot listen at %s: %s" + fr + "guichet ne peut pas écouter sur %s\u00a0: %s"
	ErrConsentAddress   Key = "this is not an address: a code alone is refused, since its state cannot be checked" + fr + "ce n'est pas une adresse\u00a0: un code seul est refusé, car son paramètre state ne peut pas être vérifié"
	ErrConsentElsewhere Key = "this is not an address of the redirect URI" + fr + "ce n'est pas une adresse de l'URI de redirection"
	HintConsentAddress  Key = "log in again, and paste the whole address to which the browser was sent back, with its code and its state" + fr + "se connecter de nouveau, et coller l'adresse complète où le navigateur a été renvoyé, avec ses paramètres code et state"
	ErrConsentState     Key = "the answer does not belong to this login: its state differs" + fr + "la réponse n'est pas celle de cette connexion\u00a0: son paramètre state est différent"
	ErrConsentNoCode    Key = "the address has neither one code nor one reason for a refusal" + fr + "l'adresse ne contient ni un code, ni un motif de refus"
	ErrConsentDenied    Key = "the agent did not consent (access_denied)" + fr + "l'agent n'a pas donné son accord (access_denied)"
	ErrConsentRefused   Key = "the service did not ask the agent for consent: %s" + fr + "le service n'a pas demandé l'accord de l'agent\u00a0: %s"
	ErrConsentLate      Key = "no answer from the browser within %s: nothing was stored" + fr + "pas de réponse du navigateur en %s\u00a0: rien n'a été enregistré"
	HintConsent         Key = `run "guichet auth login rdv --oauth --client-id ID --redirect-uri URI" and let the agent consent` + fr + "lancer «\u00a0guichet auth login rdv --oauth --client-id ID --redirect-uri URI\u00a0» et demander l'accord de l'agent"
)
