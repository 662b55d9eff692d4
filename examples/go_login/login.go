package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"

	"github.com/twilio/twilio-go/client"
	verify "github.com/twilio/twilio-go/rest/verify/v2"
)

// What people get to read when Twilio refuses, by the code of its error.
var refusals = map[int]struct {
	status int
	text   string
}{
	20001: {http.StatusBadRequest, "the phone number or the code is missing"},
	20404: {http.StatusGone, "this code is no longer good: ask for a new one"},
	60200: {http.StatusBadRequest, "this is no phone number, or no code"},
	60202: {http.StatusTooManyRequests, "too many wrong codes: try again in ten minutes"},
	60203: {http.StatusTooManyRequests, "too many codes were sent: try again in ten minutes"},
}

// Login is the site: whoever types the code that went to a phone is logged in with its number.
type Login struct {
	verify     *verify.ApiService
	serviceSid string
	sessions   Sessions
}

// NewLogin makes the site of one Verify Service.
func NewLogin(api *verify.ApiService, serviceSid string) http.Handler {
	login := &Login{verify: api, serviceSid: serviceSid}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /login", login.start)
	mux.HandleFunc("POST /login/check", login.check)
	mux.HandleFunc("GET /me", login.me)
	return mux
}

type request struct {
	Phone string `json:"phone"`
	Code  string `json:"code"`
}

func (l *Login) start(w http.ResponseWriter, r *http.Request) {
	in, ok := read(w, r)
	if !ok {
		return
	}
	params := new(verify.CreateVerificationParams).SetTo(in.Phone).SetChannel("sms")
	if _, err := l.verify.CreateVerification(l.serviceSid, params); err != nil {
		refuse(w, err)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

func (l *Login) check(w http.ResponseWriter, r *http.Request) {
	in, ok := read(w, r)
	if !ok {
		return
	}
	params := new(verify.CreateVerificationCheckParams).SetTo(in.Phone).SetCode(in.Code)
	check, err := l.verify.CreateVerificationCheck(l.serviceSid, params)
	switch {
	case err != nil:
		refuse(w, err)
	case *check.Status != "approved":
		http.Error(w, "this is not the code", http.StatusUnauthorized)
	default:
		http.SetCookie(w, l.sessions.Begin(*check.To))
		w.WriteHeader(http.StatusNoContent)
	}
}

func (l *Login) me(w http.ResponseWriter, r *http.Request) {
	phone, ok := l.sessions.Phone(r)
	if !ok {
		http.Error(w, "nobody is logged in", http.StatusUnauthorized)
		return
	}
	fmt.Fprint(w, phone)
}

func read(w http.ResponseWriter, r *http.Request) (in request, ok bool) {
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<10)).Decode(&in); err != nil {
		http.Error(w, "this is not the JSON that belongs here", http.StatusBadRequest)
		return in, false
	}
	return in, true
}

func refuse(w http.ResponseWriter, err error) {
	var twilio *client.TwilioRestError
	if errors.As(err, &twilio) {
		if refusal, known := refusals[twilio.Code]; known {
			http.Error(w, refusal.text, refusal.status)
			return
		}
	}
	log.Print(err)
	http.Error(w, "the login does not work at the moment", http.StatusBadGateway)
}
