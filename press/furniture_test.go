package press

import "testing"

func TestFurniture(t *testing.T) {
	for _, own := range []string{",", "،", ":", "Published", "Revision 12, leaf 3456 of the record", "بازنگری ۲، برگ ۱۷ از دفتر ثبت", "Picture:"} {
		if !Furniture(own) {
			t.Errorf("%q is the site's own", own)
		}
	}
	for _, strange := range []string{"Published by mistake", "never", "12", "Revision 12, leaf 3456 of the record is wrong"} {
		if Furniture(strange) {
			t.Errorf("%q is not the site's own", strange)
		}
	}
}
