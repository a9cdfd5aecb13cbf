module stet.news

go 1.26.0

require (
	golang.org/x/image v0.47.0 // indirect
	golang.org/x/mod v0.42.0 // indirect
)
