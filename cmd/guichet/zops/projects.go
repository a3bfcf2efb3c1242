package zops

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/zops"
)

func projectList() list {
	return list{
		Short:   message.ZOPSProjectList,
		Columns: []string{"id", "name", "description", "userUsed", "userLimit"},
		Rows: rows(func(c client, ctx context.Context, options ...guichet.CallOption) iter.Seq2[json.RawMessage, error] {
			return c.Projects.AllRaw(ctx, options...)
		}),
	}
}

func projectGet() object {
	return object{
		Name: "get", Short: message.ZOPSProjectGet, Args: []command.Arg{arg("PROJECT_ID")}, Root: root,
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) error {
			_, err := c.Projects.Get(ctx, in.Text(0), options...)
			return err
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

func projectCreate() object {
	return object{
		Name: "create", Short: message.ZOPSProjectCreate, Root: root, Writes: true, NoNull: true, Fields: described(true),
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) error {
			var project zops.ProjectCreate
			if err := in.Into(&project); err != nil {
				return err
			}
			_, err := c.Projects.Create(ctx, project, options...)
			return err
		},
	}
}

func projectUpdate() object {
	return object{
		Name: "update", Short: message.ZOPSProjectUpdate, Args: []command.Arg{arg("PROJECT_ID")}, Root: root,
		Writes: true, NoNull: true, Fields: described(false),
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) error {
			return onto(in, func(change func(*zops.ProjectUpdate)) error {
				_, err := c.Projects.Modify(ctx, in.Text(0), change, options...)
				return err
			})
		},
	}
}

// onto overlays what was given on what the service has: it wants all the fields
// each time.
func onto[T any](in command.Input, modify func(change func(*T)) error) error {
	var probe T
	if err := in.Into(&probe); err != nil {
		return err
	}
	return modify(func(current *T) { _ = in.Into(current) }) // it was decoded once already
}

func keysGet() object {
	return object{
		Name: "get", Short: message.ZOPSProjectKeyGet, Args: []command.Arg{arg("PROJECT_ID")}, Root: root,
		Hide: []string{"fcmApiKeys", "apnsCert"},
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) error {
			_, err := c.ProjectKeys.Get(ctx, in.Text(0), options...)
			return err
		},
	}
}

func keysUpdate() object {
	return object{
		Name: "update", Short: message.ZOPSProjectKeyUpdate, Args: []command.Arg{arg("PROJECT_ID")}, Root: root,
		Writes: true, NoNull: true, Hide: []string{"fcmApiKeys", "apnsCert"},
		Fields: []command.Field{
			{Name: "fcmApiKeys", Private: true, Help: message.FieldFCMAPIKeys},
			{Name: "fcmProjectNumber", Help: message.FieldFCMProjectNumber},
			{Name: "apnsCert", Private: true, Help: message.FieldAPNSCert},
		},
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) error {
			var given struct{ FCMAPIKeys, FCMProjectNumber, APNSCert string }
			if err := in.Into(&given); err != nil {
				return err
			}
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
			}
			if in.Has("fcmApiKeys") && in.Has("fcmProjectNumber") && in.Has("apnsCert") {
				// Keys that were never stored cannot be read, only written whole.
				var whole zops.KeysUpdate
				change(&whole)
				_, err := c.ProjectKeys.Update(ctx, in.Text(0), whole, options...)
				return err
			}
			_, err := c.ProjectKeys.Modify(ctx, in.Text(0), change, options...)
			return err
		},
	}
}

func serviceList() list {
	return list{
		Short: message.ZOPSServiceList, ID: []string{"codeName"},
		Columns: []string{"codeName", "name", "description"},
		Rows: rows(func(c client, ctx context.Context, options ...guichet.CallOption) iter.Seq2[json.RawMessage, error] {
			return c.Services.AllRaw(ctx, options...)
		}),
	}
}

func serviceCreate() object {
	return object{
		Name: "create", Short: message.ZOPSServiceCreate, Root: root, ID: []string{"codeName"}, Writes: true, NoNull: true,
		Fields: append([]command.Field{{Name: "codeName", Required: true, Help: message.FieldCodeName}}, described(true)...),
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) error {
			var service zops.ServiceCreate
			if err := in.Into(&service); err != nil {
				return err
			}
			_, err := c.Services.Create(ctx, service, options...)
			return err
		},
	}
}

func serviceAttach() object {
	return object{
		Name: "attach", Short: message.ZOPSProjectServiceAttach, Args: []command.Arg{arg("PROJECT_ID")}, Root: root, Writes: true, NoNull: true,
		Fields: append([]command.Field{{Name: "serviceCatalogCode", Required: true, Help: message.FieldServiceCatalogCode}}, described(true)...),
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) error {
			var service zops.ProjectServiceAttach
			if err := in.Into(&service); err != nil {
				return err
			}
			_, err := c.ProjectServices.Attach(ctx, in.Text(0), service, options...)
			return err
		},
	}
}

func projectServiceGet() object {
	return object{
		Name: "get", Short: message.ZOPSProjectServiceGet, Args: []command.Arg{arg("PROJECT_ID"), arg("SERVICE_CATALOG_CODE")}, Root: root,
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) error {
			_, err := c.ProjectServices.Get(ctx, in.Text(0), zops.ServiceCode(in.Text(1)), options...)
			return err
		},
	}
}

func serviceDetach() object {
	return object{
		Name: "detach", Short: message.ZOPSProjectServiceDetach, Args: []command.Arg{arg("PROJECT_ID"), arg("SERVICE_CATALOG_CODE")},
		Writes: true, Silent: true, Done: message.NoticeDone,
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) error {
			return c.ProjectServices.Detach(ctx, in.Text(0), zops.ServiceCode(in.Text(1)), options...)
		},
	}
}
