package zops

import (
	"context"
	"encoding/json"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/zops"
)

// Inlined, its closure would be compiled anew in each of its callers.
//
//go:noinline
func projectList() *list {
	return &list{
		Short:   message.ZOPSProjectList,
		Noun:    message.NounProject,
		Columns: []string{"id", "name", "description", "userUsed", "userLimit"},
		Rows:    rows(func(c client) reader { return c.Projects.AllRaw }),
	}
}

func projectGet() *object {
	return &object{
		Name: "get", Short: message.ZOPSProjectGet, Args: []command.Arg{arg("PROJECT_ID")},
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.Projects.GetRaw(ctx, in.Text(0), options...)
		},
	}
}

// described are the fields of what has a name and a description.
func described(required bool) []command.Field {
	return []command.Field{
		{Name: "name", Required: required, Help: message.FieldProjectName},
		{Name: "description", Required: required, Help: message.FieldDescription},
	}
}

func projectCreate() *object {
	return &object{
		Name: "create", Short: message.ZOPSProjectCreate, Writes: true, NoNull: true, Fields: described(true),
		Call: command.Send(func(ctx context.Context, c client, _ command.Input, project *zops.ProjectCreate, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.Projects.CreateRaw(ctx, *project, options...)
		}),
	}
}

func projectUpdate() *object {
	return &object{
		Name: "update", Short: message.ZOPSProjectUpdate, Args: []command.Arg{arg("PROJECT_ID")},
		Writes: true, NoNull: true, Fields: described(false),
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			return onto(in, func(change func(*zops.ProjectUpdate)) (json.RawMessage, error) {
				return c.Projects.ModifyRaw(ctx, in.Text(0), change, options...)
			})
		},
	}
}

// onto overlays what was given on what the service has: it wants all the fields
// each time.
func onto[T any](in command.Input, modify func(change func(*T)) (json.RawMessage, error)) (json.RawMessage, error) {
	var probe T
	if err := in.Into(&probe); err != nil {
		return nil, err
	}
	return modify(func(current *T) { _ = in.Into(current) }) // it was decoded once already
}

func keysGet() *object {
	return &object{
		Name: "get", Short: message.ZOPSProjectKeyGet, Args: []command.Arg{arg("PROJECT_ID")},
		Hide: []string{"fcmApiKeys", "apnsCert"},
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.ProjectKeys.GetRaw(ctx, in.Text(0), options...)
		},
	}
}

func keysUpdate() *object {
	type keys struct{ FCMAPIKeys, FCMProjectNumber, APNSCert string }
	return &object{
		Name: "update", Short: message.ZOPSProjectKeyUpdate, Args: []command.Arg{arg("PROJECT_ID")},
		Writes: true, NoNull: true, Hide: []string{"fcmApiKeys", "apnsCert"},
		Fields: []command.Field{
			{Name: "fcmApiKeys", Private: true, Help: message.FieldFCMAPIKeys},
			{Name: "fcmProjectNumber", Help: message.FieldFCMProjectNumber},
			{Name: "apnsCert", Private: true, Help: message.FieldAPNSCert},
		},
		Call: command.Send(func(ctx context.Context, c client, in command.Input, given *keys, options ...guichet.CallOption) (json.RawMessage, error) {
			var cert guichet.Secret
			change := func(keys *zops.KeysUpdate) {
				if in.Has("fcmApiKeys") {
					keys.FCMAPIKeys = guichet.NewSecret(given.FCMAPIKeys)
				}
				if in.Has("fcmProjectNumber") {
					keys.FCMProjectNumber = given.FCMProjectNumber
				}
				if in.Has("apnsCert") {
					keys.APNSCert = guichet.NewSecret(given.APNSCert)
				}
				cert = keys.APNSCert
			}
			if in.Has("fcmApiKeys") && in.Has("fcmProjectNumber") && in.Has("apnsCert") {
				// Keys that were never stored cannot be read, only written whole.
				var whole zops.KeysUpdate
				change(&whole)
				answer, err := c.ProjectKeys.UpdateRaw(ctx, in.Text(0), whole, options...)
				return withCert(answer, cert, err)
			}
			answer, err := c.ProjectKeys.ModifyRaw(ctx, in.Text(0), change, options...)
			return withCert(answer, cert, err)
		}),
	}
}

// withCert puts the certificate that was sent into the answer of an update: the
// service shows it as Python writes bytes, and storing that again would spoil it.
func withCert(answer json.RawMessage, cert guichet.Secret, err error) (json.RawMessage, error) {
	if err != nil {
		return nil, err
	}
	return command.Replace(answer, func(name string, _ []byte) []byte {
		if name != "apnsCert" {
			return nil
		}
		quoted, _ := json.Marshal(cert.Reveal())
		return quoted
	})
}

func serviceList() *list {
	return &list{
		Short: message.ZOPSServiceList, Noun: message.NounService, ID: []string{"codeName"},
		Columns: []string{"codeName", "name", "description"},
		Rows:    rows(func(c client) reader { return c.Services.AllRaw }),
	}
}

func serviceCreate() *object {
	return &object{
		Name: "create", Short: message.ZOPSServiceCreate, ID: []string{"codeName"}, Writes: true, NoNull: true,
		Fields: append([]command.Field{{Name: "codeName", Required: true, Help: message.FieldCodeName}}, described(true)...),
		Call: command.Send(func(ctx context.Context, c client, _ command.Input, service *zops.ServiceCreate, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.Services.CreateRaw(ctx, *service, options...)
		}),
	}
}

func serviceAttach() *object {
	return &object{
		Name: "attach", Short: message.ZOPSProjectServiceAttach, Args: []command.Arg{arg("PROJECT_ID")}, Writes: true, NoNull: true,
		Fields: append([]command.Field{{Name: "serviceCatalogCode", Required: true, Help: message.FieldServiceCatalogCode}}, described(true)...),
		Call: command.Send(func(ctx context.Context, c client, in command.Input, service *zops.ProjectServiceAttach, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.ProjectServices.AttachRaw(ctx, in.Text(0), *service, options...)
		}),
	}
}

func projectServiceGet() *object {
	return &object{
		Name: "get", Short: message.ZOPSProjectServiceGet, Args: []command.Arg{arg("PROJECT_ID"), arg("SERVICE_CATALOG_CODE")},
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.ProjectServices.GetRaw(ctx, in.Text(0), zops.ServiceCode(in.Text(1)), options...)
		},
	}
}

func servicesToken() *object {
	return &object{
		Name: "token", Short: message.ZOPSServicesToken, Args: []command.Arg{arg("PROJECT_ID")}, Writes: true,
		Secret: true, Hide: []string{"projectServicesAdminToken"}, ID: []string{"projectServicesAdminToken"},
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.ProjectServices.TokenRaw(ctx, in.Text(0), options...)
		},
	}
}

func serviceDetach() *object {
	return &object{
		Name: "detach", Short: message.ZOPSProjectServiceDetach, Args: []command.Arg{arg("PROJECT_ID"), arg("SERVICE_CATALOG_CODE")},
		Writes: true,
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			return nil, c.ProjectServices.Detach(ctx, in.Text(0), zops.ServiceCode(in.Text(1)), options...)
		},
	}
}
