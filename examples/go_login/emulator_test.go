package main

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/twilio/twilio-go"
	"github.com/twilio/twilio-go/client"
	verify "github.com/twilio/twilio-go/rest/verify/v2"
)

// atEmulator is Twilio's HTTP client with another address.
type atEmulator struct {
	client.Client
	base string
}

func (c *atEmulator) SendRequest(method, address string, data url.Values, headers map[string]interface{}, body ...byte) (*http.Response, error) {
	address = strings.Replace(address, "https://verify.twilio.com", c.base, 1)
	return c.Client.SendRequest(method, address, data, headers, body...)
}

// connectTo is connect, with the client pointed at an emulator.
func connectTo(base string) *verify.ApiService {
	credentials := client.NewCredentials(os.Getenv("TWILIO_ACCOUNT_SID"), os.Getenv("TWILIO_AUTH_TOKEN"))
	pointed := &atEmulator{client.Client{Credentials: credentials}, base}
	return twilio.NewRestClientWithParams(twilio.ClientParams{Client: pointed}).VerifyV2
}

// Emulator is what a test can do besides: read codes, let time pass, forget everything. For one account.
type Emulator struct {
	t          *testing.T
	URL        string
	accountSid string
}

// findEmulator is the one that the environment names. Without it the application would talk to Twilio.
func findEmulator(t *testing.T) Emulator {
	e := Emulator{t, os.Getenv("VERIFY_EMULATOR_URL"), os.Getenv("TWILIO_ACCOUNT_SID")}
	if e.URL == "" || e.accountSid == "" {
		t.Fatal("VERIFY_EMULATOR_URL or TWILIO_ACCOUNT_SID is not set; put this before the command: verify-emulator exec --")
	}
	return e
}

// ReadCode is the newest code sent to a number.
func (e Emulator) ReadCode(to string) string {
	return e.call(http.MethodGet, "/code", url.Values{"to": {to}}, nil)
}

// LetPass puts the account's clock forward: "10m1s" is ten minutes and a second.
func (e Emulator) LetPass(duration string) {
	e.call(http.MethodPost, "/clock", url.Values{}, url.Values{"advance": {duration}})
}

// Reset forgets all of the account; its clock is right again.
func (e Emulator) Reset() {
	e.call(http.MethodPost, "/reset", url.Values{}, nil)
}

func (e Emulator) call(method, path string, query, form url.Values) string {
	e.t.Helper()
	query.Set("account_sid", e.accountSid)
	request, err := http.NewRequest(method, e.URL+"/_emulator"+path+"?"+query.Encode(), strings.NewReader(form.Encode()))
	if err != nil {
		e.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		e.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode >= 300 {
		e.t.Fatalf("%s %s: %s %s %v", method, path, answer.Status, text, err)
	}
	return string(text)
}
