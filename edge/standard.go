package edge

import (
	"io"
	"log"
	"net/http"
)

// standard makes a net/http server with these limits.
func (l Limits) standard(h http.Handler) *http.Server {
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	return &http.Server{
		Handler:                      h,
		Protocols:                    &protocols,
		DisableGeneralOptionsHandler: true,
		MaxHeaderBytes:               l.Head,
		ReadHeaderTimeout:            l.HeadTime,
		ReadTimeout:                  l.WriteTime,
		WriteTimeout:                 l.WriteTime,
		IdleTimeout:                  l.IdleTime,
		// Its lines carry readers' addresses. What matters of them, panics,
		// never gets there: answer keeps them.
		ErrorLog: log.New(io.Discard, "", 0),
	}
}
