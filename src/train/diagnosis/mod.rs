//! What is happening in a run: one word, the evidence in a sentence, and what to try.
//!
//! The words, strongest first; the first whose rule holds is the candidate. *Watched* is the set the best step
//! is chosen by: the test examples, or the validation examples if some are held out. *Guessing* is the loss of
//! the best answer that is the same for all examples. A number in brackets is the dead band: a word, once
//! said, stays until its rule fails with this number. Where nothing else is said, numbers are means over the
//! last fifth of the run.
//!
//! | word | rule | what to try |
//! |---|---|---|
//! | DIVERGED | the session says so | smaller eta, again |
//! | OVER-FITTING | watched loss over the last tenth above its best by 6 % (3 %), by 1 % (½ %) of guessing and by 3 (1½) times its noise; training loss below 98 % (100 %) of its value at the best step and below 80 % of guessing | more examples, L2, fewer units; back to the best step |
//! | SOLVED | training and watched accuracy 97 % (95 %) | fewer units, fewer examples |
//! | BOUNCING | training loss goes up at 25 to 75 % (20 to 80 %) of the evaluations; it changes by 5 % (3 %) of itself and ½ % (0.3 %) of guessing each time; it fell by less than 2 (3) such changes | smaller eta, larger batch |
//! | UNDER-FITTING | as PLATEAU; and training loss no more than 5 % (7 %) lower than half a run ago, above 80 % (75 %) of guessing | more units, larger eta; smaller eta if it is above guessing |
//! | PLATEAU | training loss fell by less than 2 % (4 %, or what noise explains) of itself or 0.2 % (0.4 %) of guessing | larger eta, more units; if the gap is large, as over-fitting |
//! | LEARNING | everything else | patience |
//!
//! SOLVED therefore needs a watched loss near its best: who is right nearly always but ever more wrong in the
//! rest over-fits. And a network that is hardly better than guessing does not over-fit, whatever its losses do.
//!
//! The first word is LEARNING, until a twentieth of the planned steps is taken or 128 evaluations are heard, and
//! in any case twelve; UNDER-FITTING takes twice as long, because many a sigmoid network begins on a plateau and
//! leaves it. From then on a candidate becomes the word when it was one during a sixteenth of the run, at least
//! three times running; between LEARNING and PLATEAU, during an eighth. If candidates disagree with each other
//! and all with the word, the newest wins after twice as long.
//!
//! All shares are of the steps since the start, or since something was changed from outside: so the rules are
//! the same for short and for endless runs, and no number depends on the speed of the machine. What is
//! remembered is bounded: at most 128 bins of neighbouring evaluations.

mod advice;
mod guess;
mod monitor;
mod rules;
mod sentences;
mod trace;
mod word;

pub use advice::Advice;
pub use guess::loss_of_guessing;
pub use monitor::Monitor;
pub use word::{Diagnosis, Word};
