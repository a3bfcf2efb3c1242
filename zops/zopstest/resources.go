package zopstest

import "strings"

// The roles that may call an operation.
const (
	public         = 0 // without a token
	onlyManager    = 1 << roleManager
	onlyAdmin      = 1 << roleAdmin
	adminDeveloper = onlyAdmin | 1<<roleDeveloper
	adminBilling   = onlyAdmin | 1<<roleBilling
	anyUser        = adminDeveloper | adminBilling
	everybody      = anyUser | onlyManager
)

// The fields that several resources share. Everything in this file is a constant table: code that builds it
// would be five times as large.
var (
	idField           = field{name: "id", details: "The identifier.", kind: "string", readOnly: true}
	tokenField        = field{name: "token", details: "A token.", kind: "string", readOnly: true}
	roleField         = field{name: "role", details: "The role of the user.", kind: "string", readOnly: true}
	emailField        = field{name: "email", details: emailDetails, kind: "string"}
	shownEmailField   = field{name: "email", details: emailDetails, kind: "string", readOnly: true}
	sentEmailField    = field{name: "email", details: emailDetails, kind: "string", writeOnly: true}
	checkedEmailField = field{name: "email", details: emailDetails, kind: "string", check: checkEmail}
	loginEmailField   = field{name: "email", details: emailDetails, kind: "string", writeOnly: true, check: checkEmail}
	passwordField     = field{name: "password", details: "A password.", kind: "string", writeOnly: true, check: checkEncoding}
	firstNameField    = field{name: "firstName", details: firstNameDetails, kind: "string"}
	lastNameField     = field{name: "lastName", details: lastNameDetails, kind: "string"}
	nameField         = field{name: "name", details: "A name of at most 70 characters.", kind: "string"}
	descriptionField  = field{name: "description", details: "A description of at most 200 characters.", kind: "string"}
	serviceCodeField  = field{name: "serviceCatalogCode", details: serviceCodeDetails, kind: "string"}
	organisationField = field{name: "organizationName", details: "A name of at most 100 characters.", kind: "string"}
	consumerField     = field{name: "consumerId", details: "The identifier of a consumer.", kind: "string"}
)

const (
	emailDetails       = "An e-mail address of at most 70 characters."
	firstNameDetails   = "A first name of at most 32 characters."
	lastNameDetails    = "A last name of at most 32 characters."
	serviceCodeDetails = "The code of a service of the catalogue."
)

// resources are the routes of the service in its own order.
func resources() []*resource {
	var all []*resource
	for _, group := range [][]*resource{
		openResources, sessionResources, accountResources, userResources(),
		projectResources, serviceResources, consumerResources, tokenServer,
	} {
		for _, constant := range group {
			r := *constant
			r.params = append([]param{indentParam}, r.params...)
			r.elements = strings.Split(strings.Trim(r.path, "/"), "/")
			all = append(all, &r)
		}
	}
	return all
}

var sessionResources = []*resource{
	{
		name: "LoginResource", path: "/api/v1/session", list: true, unguarded: true,
		fields: []*field{&tokenField, &loginEmailField, &passwordField},
		operations: []operation{
			{"POST", public, (*Server).logIn}, {"GET", public, nil}, {"PATCH", public, nil},
		},
	},
	{
		name: "LogoutResource", path: "/api/v1/session/logout",
		fields:     []*field{&tokenField},
		params:     []param{{"others", "bool", "False", "Ends the other sessions of the user in place of this one."}},
		operations: []operation{{"DELETE", anyUser, (*Server).logOut}},
	},
	{
		name: "ForgotPasswordResource", path: "/api/v1/forgot-password", list: true,
		fields:     []*field{&loginEmailField},
		operations: []operation{{"POST", public, (*Server).forgotPassword}},
	},
	{
		name: "ResetPasswordResource", path: "/api/v1/reset-password",
		fields: []*field{
			{name: "resetToken", details: "The token of the mail.", kind: "string", writeOnly: true, check: checkEncoding},
			{name: "password", details: "A password.", kind: "string", writeOnly: true}, // checked after the token
		},
		operations: []operation{{"PUT", public, (*Server).resetPassword}},
	},
}

var testingParams = []param{{"testing", "bool", "False", "Has the mail provider send nothing."}}

var accountResources = []*resource{
	{
		name: "AccountResource", path: "/api/v1/account",
		fields: []*field{
			&organisationField, {name: "address", details: "An address of at most 200 characters.", kind: "string"},
			{name: "phone", details: "A phone number of 11 digits.", kind: "string", check: checkPhone}, &emailField,
		},
		operations: []operation{
			{"GET", adminDeveloper, (*Server).getAccount},
			{"PUT", onlyAdmin, (*Server).updateAccount},
			{"DELETE", onlyAdmin, (*Server).deleteAccount},
		},
	},
	{
		name: "RegisterResource", path: "/api/v1/register", list: true, params: testingParams,
		fields: []*field{
			&organisationField, &emailField,
			{name: "registrationId", details: "The identifier of the account.", kind: "string", readOnly: true},
		},
		operations: []operation{{"POST", public, (*Server).register}},
	},
	{
		name: "RegisterSingleResource", path: "/api/v1/register/{registration_id}",
		fields: []*field{
			&idField,
			&checkedEmailField,
			&passwordField,
			{name: "approveCode", details: "The code of the mail.", kind: "string", writeOnly: true},
			&firstNameField, &lastNameField, &tokenField,
		},
		operations: []operation{{"PUT", public, (*Server).approve}},
	},
	{
		name: "ApproveCodeResource", path: "/api/v1/register/approve-code", list: true, params: testingParams,
		fields:     []*field{&sentEmailField},
		operations: []operation{{"POST", public, (*Server).resendCode}},
	},
}

func userResources() []*resource {
	me := []*field{
		&idField, &shownEmailField, &roleField,
		{name: "firstName", details: firstNameDetails, kind: "string", readOnly: true},
		{name: "lastName", details: lastNameDetails, kind: "string", readOnly: true},
	}
	var all []*resource
	for _, c := range []collection{
		{"Admin", "admin", roleAdmin, onlyAdmin},
		{"Billing", "billing", roleBilling, adminBilling},
		{"Developer", "developer", roleDeveloper, adminDeveloper},
	} {
		all = append(all,
			&resource{
				name: c.class + "Resource", path: "/api/v1/" + c.noun + "s", list: true,
				fields: []*field{&idField, &tokenField, &checkedEmailField, &passwordField, &roleField, &firstNameField, &lastNameField},
				operations: []operation{
					{"GET", onlyAdmin, c.list}, {"POST", onlyAdmin, c.create},
				},
			},
			&resource{
				name: c.class + "SingleResource", path: "/api/v1/" + c.noun + "s/{" + c.noun + "_id}",
				fields: []*field{&checkedEmailField, &passwordField, &roleField, &firstNameField, &lastNameField, &tokenField},
				operations: []operation{
					{"GET", c.readers, c.get}, {"PUT", c.readers, c.update}, {"DELETE", onlyAdmin, c.delete},
				},
			})
	}
	return append(all, &resource{
		name: "MeResource", path: "/api/v1/me", fields: me,
		operations: []operation{{"GET", everybody, (*Server).getMe}},
	})
}

var projectFields = []*field{
	&nameField,
	&descriptionField,
	&idField,
	{name: "userLimit", details: "How many consumers may be attached.", kind: "int", readOnly: true},
	{name: "userUsed", details: "How many are.", kind: "int", readOnly: true},
	{name: "services", details: "The codes of the services attached.", readOnly: true},
}

var projectResources = []*resource{
	{
		name: "ProjectResource", path: "/api/v1/projects", list: true, fields: projectFields,
		operations: []operation{
			{"GET", adminDeveloper, (*Server).listProjects}, {"POST", adminDeveloper, (*Server).createProject},
		},
	},
	{
		name: "ProjectSingleResource", path: "/api/v1/projects/{project_id}", fields: projectFields,
		operations: []operation{
			{"GET", adminDeveloper, (*Server).getProject},
			{"PUT", adminDeveloper, (*Server).updateProject},
			{"DELETE", adminDeveloper, nil},
		},
	},
	{
		name: "ProjectSecretResource", path: "/api/v1/projects/{project_id}/api",
		fields: []*field{
			{name: "fcmApiKeys", details: "A key of FCM.", kind: "string"},
			{name: "fcmProjectNumber", details: "A project number of FCM.", kind: "string"},
			{name: "apnsCert", details: "A certificate of APNs.", kind: "string"}, &idField,
		},
		operations: []operation{
			{"GET", adminDeveloper, (*Server).getKeys}, {"PUT", adminDeveloper, (*Server).updateKeys},
		},
	},
	{
		name: "ProjectServicesAdminTokenResource", path: "/api/v1/projects/{project_id}/services-token",
		fields:     []*field{{name: "projectServicesAdminToken", details: "A token.", kind: "string", readOnly: true}},
		operations: []operation{{"GET", onlyAdmin, (*Server).makeServicesToken}},
	},
}

var serviceFields = []*field{
	&idField,
	{name: "itemLimit", details: "How many items may be used.", kind: "int", readOnly: true},
	{name: "itemUsed", details: "How many are.", kind: "int", readOnly: true},
	&nameField,
	&descriptionField,
	{name: "serviceCatalogCode", details: serviceCodeDetails, kind: "string", check: checkService},
}

var serviceResources = []*resource{
	{
		name: "ServiceCatalogResource", path: "/api/v1/services", list: true,
		fields: []*field{
			&nameField, &descriptionField,
			{name: "codeName", details: "The code of the service.", kind: "string"},
		},
		operations: []operation{
			{"GET", adminDeveloper, (*Server).listCatalogue}, {"POST", onlyManager, (*Server).createCatalogueEntry},
		},
	},
	{
		name: "ServiceResource", path: "/api/v1/projects/{project_id}/services", list: true, fields: serviceFields,
		operations: []operation{{"POST", adminDeveloper, (*Server).attachService}},
	},
	{
		name: "ServiceSingleResource", path: "/api/v1/projects/{project_id}/services/{service_catalog_code}", fields: serviceFields,
		operations: []operation{
			{"GET", adminDeveloper, (*Server).getService}, {"DELETE", adminDeveloper, (*Server).detachService},
		},
	},
}

var consumerResources = []*resource{
	{
		name: "ConsumerResource", path: "/api/v1/consumers", list: true, fields: []*field{&idField},
		operations: []operation{
			{"GET", adminDeveloper, (*Server).listConsumers}, {"POST", adminDeveloper, (*Server).createConsumer},
		},
	},
	{
		name: "ProjectConsumerDeleteResource", path: "/api/v1/projects/{project_id}/consumers/{consumer_id}",
		operations: []operation{{"DELETE", adminDeveloper, (*Server).detachConsumer}},
	},
	{
		name: "ProjectConsumerCreateResource", path: "/api/v1/projects/{project_id}/consumers", list: true,
		fields:     []*field{&consumerField},
		operations: []operation{{"POST", adminDeveloper, (*Server).attachConsumer}},
	},
	{
		name: "ConsumerTokenCreate", path: "/api/v1/consumer-tokens/", list: true,
		fields: []*field{
			&consumerField, {name: "projectId", details: "The identifier of a project.", kind: "string"}, &serviceCodeField,
			&tokenField,
		},
		operations: []operation{{"POST", adminDeveloper, (*Server).createConsumerToken}},
	},
	{
		name: "ConsumerTokenDelete",
		path: "/api/v1/consumer-tokens/{token_id}/projects/{project_id}/services/{service_catalog_code}",
		operations: []operation{
			{"DELETE", adminDeveloper, (*Server).deleteConsumerToken},
		},
	},
}
