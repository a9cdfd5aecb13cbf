// Package newsroom is one newsroom's folder: it makes it, opens its parts
// (record, press, pictures, key, settings), holds the lock that lets one
// process write, and offers every act that a verb of the command asks for.
//
// While stet serve runs it holds the lock; a verb that writes then reaches the
// serving process over a local socket (Remote), and does the same there, so
// readers see the result at once. Without a server the verb takes the lock and
// works alone (Open). Both are an Office. Reading needs neither (OpenReading).
//
// It knows how parts fit together and nothing of what they do inside; it prints
// nothing on the terminal.
package newsroom
