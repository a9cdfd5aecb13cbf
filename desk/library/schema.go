package library

// Schema is all tables of the room. Each part stands beside the code that asks it.
const Schema = schemaPicture + schemaWords + schemaUse + schemaFollow
