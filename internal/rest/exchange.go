package rest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"net/url"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/hashicorp/go-retryablehttp"
)

// exchange is one call on its way: the state that go-retryablehttp's hooks
// share. They run one after the other, in one goroutine.
type exchange struct {
	client *Client
	call   *Call
	ctx    context.Context
	decode func([]byte) error
	takes  func(http.Header) bool // nil for Do
	handed *http.Response         // what Stream returns

	lease     Lease
	renewed   bool // the credential was already replaced once
	attempts  int
	retries   int // retries used up; replacing a credential or following a redirect is none
	redirects int
	started   time.Time
	unsent    bool // proof that the service processed nothing of the last attempt

	answered bool // the hook has seen an answer of this attempt
	again    bool // another attempt is to follow
	wait     time.Duration
	moved    *url.URL
	failure  *failure
	repeated bool           // an attempt followed one that may have been processed
	doubt    bool           // an attempt before the last one may have been processed
	last     guichet.Answer // kept for OnAnswer
}

// Do performs the call. A 2xx answer's body goes to decode, which must take
// what it keeps: the bytes are reused. A body that decode cannot use is a
// failure of the attempt. Every failure is an *Error.
func (c *Client) Do(ctx context.Context, call *Call, decode func(body []byte) error) error {
	_, err := c.Stream(ctx, call, nil, decode)
	return err
}

// Stream performs the call as Do does, but a 2xx answer whose headers takes
// accepts is returned before its body is read. The body gives an *Error when it
// breaks off or is larger than the call's limit; nothing is tried again
// once it was handed out. An answer that takes declines goes to decode, and the
// returned response is nil.
func (c *Client) Stream(ctx context.Context, call *Call, takes func(http.Header) bool, decode func(body []byte) error) (*http.Response, error) {
	x := &exchange{client: c, call: call, ctx: ctx, decode: decode, takes: takes, started: c.options.Now()}
	req, err := x.prepare()
	if err != nil {
		return nil, err
	}
	if err := x.run(req); err != nil {
		return nil, err
	}
	return x.handed, nil
}

// prepare checks the call, waits for its turn and attaches the credential.
func (x *exchange) prepare() (*retryablehttp.Request, error) {
	if x.call.err != nil {
		return nil, x.refuse(guichet.ErrInvalid, x.call.err)
	}
	if x.call.Class == Unclassified {
		return nil, x.refuse(guichet.ErrInvalid, errors.New("the operation has no class"))
	}
	u, err := x.url()
	if err != nil {
		return nil, x.refuse(guichet.ErrInvalid, err)
	}
	if err := CheckHeader(x.call.Header); err != nil {
		return nil, x.refuse(guichet.ErrInvalid, err)
	}
	if show := x.client.options.DryRun; show != nil && x.call.Class.changes() && !x.call.Class.signsIn() {
		show(x.planned(u))
		return nil, x.refuse(guichet.ErrDryRun, nil)
	}
	if x.call.Confirm != nil && x.call.Class.changes() {
		if err := x.call.Confirm(); err != nil {
			return nil, x.refuse(guichet.ErrInvalid, err)
		}
	}
	if err := x.ready(); err != nil {
		return nil, err
	}
	ctx := context.WithValue(x.ctx, unsentKey{}, &x.unsent)
	var body any
	if x.call.Body != nil {
		body = x.call.Body
	}
	req, err := retryablehttp.NewRequestWithContext(ctx, x.call.Method, x.client.base.Scheme+"://"+x.client.base.Host, body)
	if err != nil {
		return nil, x.refuse(guichet.ErrInvalid, stripURL(err))
	}
	req.URL, req.Host = u, u.Host
	guardBody(req.Request, x.call.Class)
	x.headers(req.Request)
	return req, nil
}

// run is the loop around go-retryablehttp, whose policies are all replaced:
// the number of attempts is ours, the waits are ours (PrepareRetry), and the
// last answer is kept.
func (x *exchange) run(req *retryablehttp.Request) error {
	loop := retryablehttp.Client{
		HTTPClient:   x.client.http,
		RetryMax:     math.MaxInt32,
		CheckRetry:   x.check,
		Backoff:      func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return 0 },
		PrepareRetry: x.next,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	req.SetResponseHandler(x.read)
	x.attempts = 1
	resp, err := loop.Do(req)
	if resp != nil && x.handed == nil {
		_ = resp.Body.Close() // read to its end already, or not worth reading
	}
	if x.call.OnAnswer != nil && x.last.Status != 0 {
		x.call.OnAnswer(x.last)
	}
	switch {
	case x.failure != nil:
		if x.doubt && !x.failure.verdict() {
			x.failure.Sent = guichet.MaybeSent
		}
		if x.again && x.failure.ContextErr == nil {
			x.failure.ContextErr = x.ctx.Err() // it ended just before the next attempt
		}
		x.failure.Attempts = x.attempts
		return x.failure.Error
	case err != nil:
		return x.stopped(err)
	}
	return nil
}

// ready waits while the service asks for patience, then takes a credential.
func (x *exchange) ready() error {
	if err := x.pause(x.wait); err != nil {
		return err
	}
	// A clock that stands still ends no pause: each is waited for once.
	for opens, waited := x.client.gate.opens(), (time.Time{}); opens.After(waited); opens, waited = x.client.gate.opens(), opens {
		left := opens.Sub(x.client.options.Now())
		if deadline, ok := x.ctx.Deadline(); ok && opens.After(deadline) && left > 0 {
			if x.failure != nil {
				return x.stopped(context.DeadlineExceeded)
			}
			e := x.refuse(guichet.ErrRateLimited, refusal.New("pause", "the service asked for a pause that is longer than the time left"))
			e.RetryAfter, e.ContextErr = left, context.DeadlineExceeded
			return e
		}
		if err := x.pause(left); err != nil {
			return err
		}
	}
	if err := x.ctx.Err(); err != nil {
		return x.stopped(err)
	}
	return x.authorise()
}

func (x *exchange) pause(d time.Duration) error {
	if d <= 0 {
		return nil
	}
	if err := x.client.options.Sleep(x.ctx, d); err != nil {
		return x.stopped(err)
	}
	return nil
}

// check is go-retryablehttp's question whether to go on. It asks twice about
// an attempt that was answered: before the answer is read, and after.
func (x *exchange) check(_ context.Context, _ *http.Response, err error) (bool, error) {
	if x.answered {
		return x.again, nil
	}
	if err == nil {
		return false, nil // read it first
	}
	x.judge(x.transportError(err))
	x.log(0, 0, err)
	return x.again, nil
}

// read is the whole treatment of an answer, inside the retried unit: a body
// that breaks off is a failed attempt like any other.
func (x *exchange) read(resp *http.Response) error {
	x.answered = true
	packed := x.unpack(resp)
	if packed == nil && x.streams(resp) {
		return x.handOver(resp)
	}
	buffer := buffers.Get().(*bytes.Buffer)
	defer func() { buffer.Reset(); buffers.Put(buffer) }()
	body, err := x.body(resp, buffer)
	body, foreign := readable(resp.Header, body)
	if packed != nil {
		body, foreign = nil, packed
	}
	x.log(resp.StatusCode, len(body), err)
	x.observe(resp)
	switch {
	case resp.StatusCode >= 200 && resp.StatusCode < 300 && err == nil:
		if x.call.OnBody != nil {
			x.call.OnBody()
		}
		switch {
		case foreign == nil:
			x.judge(x.accept(resp, body))
		case x.unframed(resp) && cutInCharacter(body):
			x.judge(x.brokenBody(resp, io.ErrUnexpectedEOF))
		default:
			x.judge(x.unreadable(resp, foreign))
		}
		if keep := x.call.CallOptions.Body; keep != nil && x.failure == nil {
			*keep = append([]byte(nil), body...)
		}
	case x.movesTo(resp):
		x.again, x.wait = true, 0
	case err != nil && resp.StatusCode < 300:
		x.judge(x.brokenBody(resp, err))
	default:
		x.judge(x.statusError(resp, body))
	}
	if x.failure != nil {
		return x.failure.Error
	}
	return nil
}

// next prepares the following attempt.
func (x *exchange) next(req *http.Request) error {
	if err := x.ready(); err != nil {
		return err
	}
	x.attempts++
	x.doubt = x.doubt || x.failure != nil && x.failure.Sent == guichet.MaybeSent
	x.unsent, x.answered, x.again, x.wait, x.failure = false, false, false, 0, nil
	if x.moved != nil {
		req.URL, x.moved = x.moved, nil
	}
	// The last attempt may still be writing the old map.
	req.Header = http.Header{}
	x.headers(req)
	return nil
}
