package zops

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// Keys are what a project needs to reach the push services of Google and
// Apple.
type Keys struct {
	// ProjectID is the project they belong to.
	ProjectID        string         `json:"id"`
	FCMAPIKeys       guichet.Secret `json:"fcmApiKeys"`       // for Google's push service
	FCMProjectNumber string         `json:"fcmProjectNumber"` // of Google's push service
	APNSCert         guichet.Secret `json:"apnsCert"`         // for Apple's push service
}

// KeysUpdate is what Update sends: all of it every time.
type KeysUpdate struct {
	FCMAPIKeys       guichet.Secret // at most 255 characters
	FCMProjectNumber string         // at most 255 characters
	APNSCert         guichet.Secret // for Apple's push service
}

// ProjectKeys reads and writes the keys of projects. Admins and developers
// may. Any of them may read those of any account's project whose id it knows.
type ProjectKeys struct{ service }

// Get returns the keys of a project. The service answers 500 where none were
// stored yet, and for an unknown project; it is not asked again.
//
// API: GET /api/v1/projects/{project_id}/api
func (s ProjectKeys) Get(ctx context.Context, projectID string, options ...guichet.CallOption) (*Keys, error) {
	return s.get(projectID).one(ctx, options)
}

// GetRaw is Get with the service's own bytes.
//
// API: GET /api/v1/projects/{project_id}/api
func (s ProjectKeys) GetRaw(ctx context.Context, projectID string, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.get(projectID).raw(ctx, options)
}

func (s ProjectKeys) get(projectID string) answer[Keys] {
	call := newCall(rest.Read, "ProjectKeys.Get", "GET /api/v1/projects/{project_id}/api", projectID)
	call.Final = []int{http.StatusInternalServerError}
	return answer[Keys]{asked: asked{core: s.core, call: call, defect: refusal.New("defect_keys", "known defect of the service: it fails like this for a project without keys, and for an unknown project; set the keys with ProjectKeys.Update")}}
}

// Update stores the keys of a project. The certificate that is returned is the one
// that was sent: the service shows it as Python writes bytes.
//
// API: PUT /api/v1/projects/{project_id}/api
func (s ProjectKeys) Update(ctx context.Context, projectID string, in KeysUpdate, options ...guichet.CallOption) (*Keys, error) {
	return s.update(projectID, in).one(ctx, options)
}

// UpdateRaw is Update with the service's own bytes, those of the certificate
// included.
//
// API: PUT /api/v1/projects/{project_id}/api
func (s ProjectKeys) UpdateRaw(ctx context.Context, projectID string, in KeysUpdate, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.update(projectID, in).raw(ctx, options)
}

func (s ProjectKeys) update(projectID string, in KeysUpdate) answer[Keys] {
	call := newCall(rest.Write, "ProjectKeys.Update", "PUT /api/v1/projects/{project_id}/api", projectID)
	call.Secrets = []string{in.FCMAPIKeys.Reveal(), in.APNSCert.Reveal()}
	storable(call, map[string]string{
		"fcmApiKeys": in.FCMAPIKeys.Reveal(), "fcmProjectNumber": in.FCMProjectNumber, "apnsCert": in.APNSCert.Reveal(),
	})
	return answer[Keys]{asked{core: s.core, call: call}, func(k *Keys) { k.ProjectID, k.APNSCert = projectID, in.APNSCert }}
}

// Modify reads the keys of a project, has change change them, and updates
// them. It fails where none were stored yet: use Update.
//
// API: GET /api/v1/projects/{project_id}/api
//
// API: PUT /api/v1/projects/{project_id}/api
func (s ProjectKeys) Modify(ctx context.Context, projectID string, change func(*KeysUpdate), options ...guichet.CallOption) (*Keys, error) {
	return s.modify(ctx, projectID, change, options).one(ctx, options)
}

// ModifyRaw is Modify with the service's own bytes.
//
// API: GET /api/v1/projects/{project_id}/api
//
// API: PUT /api/v1/projects/{project_id}/api
func (s ProjectKeys) ModifyRaw(ctx context.Context, projectID string, change func(*KeysUpdate), options ...guichet.CallOption) (json.RawMessage, error) {
	return s.modify(ctx, projectID, change, options).raw(ctx, options)
}

// modify reads and changes, and returns the update.
func (s ProjectKeys) modify(ctx context.Context, projectID string, change func(*KeysUpdate), options []guichet.CallOption) answer[Keys] {
	now, err := s.Get(ctx, projectID, options...)
	if err != nil {
		return answer[Keys]{asked: asked{err: err}}
	}
	in := KeysUpdate{now.FCMAPIKeys, now.FCMProjectNumber, now.APNSCert}
	change(&in)
	return s.update(projectID, in)
}
