package edge

import (
	"io"
	"log"
	"net/http"
)

// standard makes the net/http server with our limits.
func (s *Server) standard(h http.Handler) *http.Server {
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	return &http.Server{
		Handler:                      h,
		Protocols:                    &protocols,
		HTTP2:                        &http.HTTP2Config{MaxConcurrentStreams: s.limits.Streams},
		DisableGeneralOptionsHandler: true,
		MaxHeaderBytes:               s.limits.Head,
		ReadHeaderTimeout:            s.limits.HeadTime,
		ReadTimeout:                  s.limits.WriteTime,
		WriteTimeout:                 s.limits.WriteTime,
		IdleTimeout:                  s.limits.IdleTime,
		// Its lines carry readers' addresses. What matters of them, panics,
		// never gets there: answer keeps them.
		ErrorLog: log.New(io.Discard, "", 0),
	}
}
