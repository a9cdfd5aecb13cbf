// The small script of every page of the desk. Pages work without it.
import { comforts } from "./helpers";
import { fronts } from "./fronts";
import { library } from "./library";
import { passkeys } from "./passkey";
import { proofs } from "./proof";
import { localTimes } from "./times";

localTimes(document);
passkeys(document);
comforts(document);
library();
fronts(document);
proofs(document);
