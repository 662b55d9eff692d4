// A page with nothing on it but the frame.

import { startFrame } from "./frame.js";

startFrame();
