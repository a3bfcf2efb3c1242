package zopstest

import "strings"

// The roles that may call an operation.
var (
	onlyManager    = []role{roleManager}
	onlyAdmin      = []role{roleAdmin}
	adminDeveloper = []role{roleAdmin, roleDeveloper}
	adminBilling   = []role{roleAdmin, roleBilling}
	anyUser        = []role{roleAdmin, roleDeveloper, roleBilling}
	everybody      = []role{roleManager, roleAdmin, roleDeveloper, roleBilling}
)

// The fields that several resources share.
var (
	idField           = text("id", "The identifier.").read()
	tokenField        = text("token", "A token.").read()
	roleField         = text("role", "The role of the user.").read()
	emailField        = text("email", "An e-mail address of at most 70 characters.")
	checkedEmailField = emailField.checked(checkEmail)
	passwordField     = text("password", "A password.").write()
	firstNameField    = text("firstName", "A first name of at most 32 characters.")
	lastNameField     = text("lastName", "A last name of at most 32 characters.")
	nameField         = text("name", "A name of at most 70 characters.")
	descriptionField  = text("description", "A description of at most 200 characters.")
	serviceCodeField  = text("serviceCatalogCode", "The code of a service of the catalogue.")
)

func number(name, details string) field { return field{name: name, details: details, kind: "int"} }

// resources are the routes of the service; fixed path elements come before placeholders.
func resources() []*resource {
	var all []*resource
	for _, group := range [][]*resource{
		openResources(), sessionResources(), accountResources(), userResources(),
		projectResources(), serviceResources(), consumerResources(),
	} {
		all = append(all, group...)
	}
	for _, r := range all {
		r.params = append([]param{indentParam}, r.params...)
		r.elements = strings.Split(strings.Trim(r.path, "/"), "/")
	}
	return all
}

func public(h handler) operation { return operation{handle: h} }

func guarded(roles []role, h handler) operation { return operation{roles: roles, handle: h} }

func sessionResources() []*resource {
	return []*resource{
		{
			name: "LoginResource", path: "/api/v1/session", list: true, unguarded: true,
			fields: []field{tokenField, checkedEmailField.write(), passwordField},
			operations: map[string]operation{
				"POST": public((*Server).logIn), "GET": {stub: true}, "PATCH": {stub: true},
			},
		},
		{
			name: "LogoutResource", path: "/api/v1/session/logout",
			fields:     []field{tokenField},
			params:     []param{flagParam("others", "Ends the other sessions of the user in place of this one.")},
			operations: map[string]operation{"DELETE": guarded(anyUser, (*Server).logOut)},
		},
		{
			name: "ForgotPasswordResource", path: "/api/v1/forgot-password", list: true,
			fields:     []field{checkedEmailField.write()},
			operations: map[string]operation{"POST": public((*Server).forgotPassword)},
		},
		{
			name: "ResetPasswordResource", path: "/api/v1/reset-password",
			fields:     []field{text("resetToken", "The token of the mail.").write(), passwordField},
			operations: map[string]operation{"PUT": public((*Server).resetPassword)},
		},
	}
}

func accountResources() []*resource {
	organisation := text("organizationName", "A name of at most 100 characters.")
	testing := []param{flagParam("testing", "Has the mail provider send nothing.")}
	return []*resource{
		{
			name: "AccountResource", path: "/api/v1/account",
			fields: []field{
				organisation, text("address", "An address of at most 200 characters."),
				text("phone", "A phone number of 11 digits.").checked(checkPhone), emailField,
			},
			operations: map[string]operation{
				"GET":    guarded(adminDeveloper, (*Server).getAccount),
				"PUT":    guarded(onlyAdmin, (*Server).updateAccount),
				"DELETE": guarded(onlyAdmin, (*Server).deleteAccount),
			},
		},
		{
			name: "RegisterResource", path: "/api/v1/register", list: true, params: testing,
			fields:     []field{organisation, emailField, text("registrationId", "The identifier of the account.").read()},
			operations: map[string]operation{"POST": public((*Server).register)},
		},
		{
			name: "ApproveCodeResource", path: "/api/v1/register/approve-code", list: true, params: testing,
			fields:     []field{emailField.write()},
			operations: map[string]operation{"POST": public((*Server).resendCode)},
		},
		{
			name: "RegisterSingleResource", path: "/api/v1/register/{registration_id}",
			fields: []field{
				idField, checkedEmailField, passwordField, text("approveCode", "The code of the mail.").write(),
				firstNameField, lastNameField, tokenField,
			},
			operations: map[string]operation{"PUT": public((*Server).approve)},
		},
	}
}

func userResources() []*resource {
	me := []field{idField, emailField.read(), roleField, firstNameField.read(), lastNameField.read()}
	all := []*resource{{
		name: "MeResource", path: "/api/v1/me", fields: me,
		operations: map[string]operation{"GET": guarded(everybody, (*Server).getMe)},
	}}
	for _, c := range []collection{
		{"Admin", "admin", roleAdmin, onlyAdmin},
		{"Developer", "developer", roleDeveloper, adminDeveloper},
		{"Billing", "billing", roleBilling, adminBilling},
	} {
		all = append(all,
			&resource{
				name: c.class + "Resource", path: "/api/v1/" + c.noun + "s", list: true,
				fields: []field{idField, tokenField, checkedEmailField, passwordField, roleField, firstNameField, lastNameField},
				operations: map[string]operation{
					"GET": guarded(onlyAdmin, c.list), "POST": guarded(onlyAdmin, c.create),
				},
			},
			&resource{
				name: c.class + "SingleResource", path: "/api/v1/" + c.noun + "s/{user_id}",
				fields: []field{checkedEmailField, passwordField, roleField, firstNameField, lastNameField, tokenField},
				operations: map[string]operation{
					"GET": guarded(c.readers, c.get), "PUT": guarded(c.readers, c.update), "DELETE": guarded(onlyAdmin, c.delete),
				},
			})
	}
	return all
}

func projectResources() []*resource {
	projectFields := []field{
		nameField, descriptionField, idField, number("userLimit", "How many consumers may be attached.").read(),
		number("userUsed", "How many are.").read(), field{name: "services", details: "The codes of the services attached."}.read(),
	}
	return []*resource{
		{
			name: "ProjectResource", path: "/api/v1/projects", list: true, fields: projectFields,
			operations: map[string]operation{
				"GET": guarded(adminDeveloper, (*Server).listProjects), "POST": guarded(adminDeveloper, (*Server).createProject),
			},
		},
		{
			name: "ProjectSingleResource", path: "/api/v1/projects/{project_id}", fields: projectFields,
			operations: map[string]operation{
				"GET":    guarded(adminDeveloper, (*Server).getProject),
				"PUT":    guarded(adminDeveloper, (*Server).updateProject),
				"DELETE": {roles: adminDeveloper, stub: true},
			},
		},
		{
			name: "ProjectSecretResource", path: "/api/v1/projects/{project_id}/api",
			fields: []field{
				text("fcmApiKeys", "A key of FCM."), text("fcmProjectNumber", "A project number of FCM."),
				text("apnsCert", "A certificate of APNs."), idField,
			},
			operations: map[string]operation{
				"GET": guarded(adminDeveloper, (*Server).getKeys), "PUT": guarded(adminDeveloper, (*Server).updateKeys),
			},
		},
	}
}

func serviceResources() []*resource {
	serviceFields := []field{
		idField, number("itemLimit", "How many items may be used.").read(), number("itemUsed", "How many are.").read(),
		nameField, descriptionField, serviceCodeField.checked(checkService),
	}
	return []*resource{
		{
			name: "ServiceCatalogResource", path: "/api/v1/services", list: true,
			fields: []field{nameField, descriptionField, text("codeName", "The code of the service.")},
			operations: map[string]operation{
				"GET": guarded(adminDeveloper, (*Server).listCatalogue), "POST": guarded(onlyManager, (*Server).createCatalogueEntry),
			},
		},
		{
			name: "ServiceResource", path: "/api/v1/projects/{project_id}/services", list: true, fields: serviceFields,
			operations: map[string]operation{"POST": guarded(adminDeveloper, (*Server).attachService)},
		},
		{
			name: "ServiceSingleResource", path: "/api/v1/projects/{project_id}/services/{service_catalog_code}", fields: serviceFields,
			operations: map[string]operation{
				"GET": guarded(adminDeveloper, (*Server).getService), "DELETE": guarded(adminDeveloper, (*Server).detachService),
			},
		},
	}
}

func consumerResources() []*resource {
	consumerID := text("consumerId", "The identifier of a consumer.")
	return []*resource{
		{
			name: "ConsumerResource", path: "/api/v1/consumers", list: true, fields: []field{idField},
			operations: map[string]operation{
				"GET": guarded(adminDeveloper, (*Server).listConsumers), "POST": guarded(adminDeveloper, (*Server).createConsumer),
			},
		},
		{
			name: "ProjectConsumerCreateResource", path: "/api/v1/projects/{project_id}/consumers", list: true,
			fields:     []field{consumerID},
			operations: map[string]operation{"POST": guarded(adminDeveloper, (*Server).attachConsumer)},
		},
		{
			name: "ProjectConsumerDeleteResource", path: "/api/v1/projects/{project_id}/consumers/{consumer_id}",
			operations: map[string]operation{"DELETE": guarded(adminDeveloper, (*Server).detachConsumer)},
		},
		{
			name: "ConsumerTokenCreate", path: "/api/v1/consumer-tokens", list: true,
			fields: []field{
				consumerID, text("projectId", "The identifier of a project."), serviceCodeField,
				tokenField,
			},
			operations: map[string]operation{"POST": guarded(adminDeveloper, (*Server).createConsumerToken)},
		},
		{
			name: "ConsumerTokenDelete",
			path: "/api/v1/consumer-tokens/{token_id}/projects/{project_id}/services/{service_catalog_code}",
			operations: map[string]operation{
				"DELETE": guarded(adminDeveloper, (*Server).deleteConsumerToken),
			},
		},
	}
}
