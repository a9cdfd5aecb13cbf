package draft

// Schema is all tables of the room. Each part stands beside the code that asks it.
const Schema = schemaDraft + schemaSnapshot + schemaJournal + schemaAside + schemaVersion + schemaPicture + schemaComment + schemaNotice + schemaAlert + schemaListing + schemaRequest + schemaShare
