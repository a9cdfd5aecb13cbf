// The small script of every page of the desk. Pages work without it.
import { board } from "./board";
import { choosing } from "./choose";
import { comforts } from "./helpers";
import { fronts } from "./fronts";
import { library } from "./library";
import { passkeys } from "./passkey";
import { proofs } from "./proof";
import { localTimes } from "./times";

localTimes(document);
passkeys(document);
comforts(document);
choosing(document);
board(document);
library();
fronts(document);
proofs(document);
