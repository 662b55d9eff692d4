// The command serves a login by phone number, with Twilio Verify behind it.
package main

import (
	"cmp"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/twilio/twilio-go"
	verify "github.com/twilio/twilio-go/rest/verify/v2"
)

func main() {
	listener, err := net.Listen("tcp", net.JoinHostPort("localhost", cmp.Or(os.Getenv("PORT"), "8080")))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("Go login ready on http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, NewLogin(connect(), os.Getenv("TWILIO_VERIFY_SERVICE_SID"))))
}

// connect is a client for the account in TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.
func connect() *verify.ApiService {
	return twilio.NewRestClient().VerifyV2
}
