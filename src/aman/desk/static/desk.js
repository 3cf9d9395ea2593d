// The desk's screens come alive here. Without this file every page still works by links and forms.
// Nothing is stored in the browser, and no other host is asked.
import { showFiles } from "./files.js";
import { listenForKeys } from "./keys.js";
import { takeLayerFile } from "./layer_file.js";
import { stayLive, showNews } from "./live.js";
import { keepDraft } from "./reply.js";
import { showExactTimes } from "./times.js";
import { openAtTheEnd, searchQueue, switchParts } from "./parts.js";

showExactTimes(document);
openAtTheEnd();
switchParts();
searchQueue();
showNews();
keepDraft();
showFiles();
takeLayerFile();
listenForKeys();
stayLive();
