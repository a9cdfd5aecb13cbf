package story

import (
	"bytes"
	"encoding/json"
)

// A byline or topic whose key is the one its name gives is written in JSON as
// the name alone, which is what people write by hand and what most readers of
// the JSON want; one with another key, or none, is an object.

// MarshalJSON writes the name alone where it says everything.
func (b Byline) MarshalJSON() ([]byte, error) {
	if b.Person == Key(b.Name) {
		return json.Marshal(b.Name)
	}
	type object Byline
	return json.Marshal(object(b))
}

// UnmarshalJSON reads a name or an object.
func (b *Byline) UnmarshalJSON(data []byte) error {
	if isJSONString(data) {
		*b = Byline{}
		if err := json.Unmarshal(data, &b.Name); err != nil {
			return err
		}
		b.Person = Key(b.Name)
		return nil
	}
	type object Byline
	return decodeCredit(data, (*object)(b))
}

// MarshalJSON writes the name alone where it says everything.
func (t Topic) MarshalJSON() ([]byte, error) {
	if t.Key == Key(t.Name) {
		return json.Marshal(t.Name)
	}
	type object Topic
	return json.Marshal(object(t))
}

// UnmarshalJSON reads a name or an object.
func (t *Topic) UnmarshalJSON(data []byte) error {
	if isJSONString(data) {
		*t = Topic{}
		if err := json.Unmarshal(data, &t.Name); err != nil {
			return err
		}
		t.Key = Key(t.Name)
		return nil
	}
	type object Topic
	return decodeCredit(data, (*object)(t))
}

func isJSONString(data []byte) bool { return len(data) > 0 && data[0] == '"' }

// decodeCredit refuses fields it does not know, like the rest of our JSON.
func decodeCredit(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(into)
}
