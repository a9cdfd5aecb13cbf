// The small script of every page of the desk. Pages work without it.
import { localTimes } from "./times";

localTimes(document);
