// Package ext fills a gap: Traefik's source has a module here that adds nothing, and that it does not publish.
package ext

// HTTP and Router are what others may extend.
type (
	HTTP   struct{}
	Router struct{}
)
