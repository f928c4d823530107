//! The diagnosis of a run: one word, the evidence in a sentence, and what to try.
//!
//! The words, strongest first. The first word whose rule holds is the candidate. *Watched* is the set that selects
//! the best step: the validation set if there is one, the test examples otherwise. *Guessing* is the loss of the
//! best constant answer. Numbers in brackets are for hysteresis: the current word stays until its rule fails with
//! this number. Unless stated otherwise, numbers are means over the last fifth of the run.
//!
//! | word | rule | what to try |
//! |---|---|---|
//! | DIVERGED | the session says so | again with a smaller eta; back to the best step |
//! | BOUNCING | a loss, training or watched, turns at 90 % (80 %) of the evaluations; it changes by 1 % (½ %) of itself each time; training loss fell by less than 2 (3) such changes | smaller eta, larger batches |
//! | OVER-FITTING | watched loss over the last tenth above its best by 6 % (3 %), by 1 % (½ %) of guessing and by 3 (1½) times its noise, while training loss is below 98 % (100 %) of its value at the best step; or training accuracy above watched accuracy by 2 % (1 %) more than chance explains and above that of guessing by 8 %. A rise counts only with a training loss below 80 % of guessing | more examples, artificial data, L2, fewer units; back to the best step |
//! | SOLVED | training and watched accuracy 95 % (93 %) | fewer units, fewer examples |
//! | DEAD UNITS | half (40 %) of the `ReLU`s of a layer are 0 for every example; training loss above 10 % (8 %) of guessing; below 80 % of them only if it does not bounce as below | smaller eta, again |
//! | SATURATED | half (40 %) of the sigmoid or tanh units of a layer, or the outputs, are saturated for 95 % of the examples; training loss flat as for PLATEAU and above 50 % (40 %) of guessing, and for outputs no more than 15 (18) % above the accuracy of guessing | other initial weights; smaller eta, again |
//! | BOUNCING | training loss goes up at 25 to 75 % (20 to 80 %) of the evaluations; it changes by 5 % (3 %) of itself and ½ % (0.3 %) of guessing each time; it fell by less than 2 (3) such changes | smaller eta, larger batches |
//! | UNDER-FITTING | as PLATEAU; and training loss no more than 5 % (7 %) lower than half a run ago, above 80 % (75 %) of guessing; training accuracy no more than 15 (18) % above that of guessing | more units, larger eta; smaller eta if it is above guessing |
//! | PLATEAU | training loss fell by less than 2 % (4 %, or what noise explains) of itself or 0.2 % (0.4 %) of guessing | larger eta, more units; if the gap is large, as over-fitting |
//! | LEARNING | everything else | patience |
//!
//! What chance explains is the 95 % confidence interval of the difference of two accuracies
//! ([`Metrics::least_lead_over`](crate::nn::Metrics::least_lead_over)): with 100 test examples some ten per cent, with
//! 10,000 hardly one. SOLVED needs a watched loss near its best: a network that is nearly always right, but ever more
//! confident where it is wrong, is over-fitting. A gap needs no trend, and so only two evaluations.
//!
//! Noise turns a loss at two thirds of the evaluations, and a smooth curve hardly ever, so a loss that turns at nearly
//! all of them, and at more than chance allows, alternates between two states: the steps are too long for the curvature. That comes before the other
//! words because it makes their numbers depend on the evaluation that is looked at.
//!
//! The word is LEARNING until a twentieth of the planned steps is taken or 128 evaluations are observed, and at
//! least until eight; SOLVED needs only those eight. UNDER-FITTING takes twice as long, because many sigmoid networks begin on a plateau and
//! leave it. After that, a candidate becomes the word when it has lasted for a sixteenth of the run and at least
//! three times in a row, twice in a run of fewer than sixteen evaluations; between LEARNING, PLATEAU and SATURATED, for an eighth. If candidates disagree with each
//! other and with the word, the newest one wins after twice as long.
//!
//! All shares are relative to the steps since the start or since the last change of the run, so the rules hold for
//! runs of any length and do not depend on the speed of the machine. A change of the run cuts the window short, so
//! afterwards like is compared with like: until the window covers as many steps as the longest one before the change, a
//! fall counts as if it went on at its pace for that many, and 2½ standard errors of it are added before it counts as flat.
//! A loss that falls as fast as before the change is thus no more a PLATEAU, SATURATED or UNDER-FITTING than it was; the
//! fall since half a run ago is stretched likewise. Every evaluation counts, but memory is bounded:
//! at most 128 bins of neighbouring evaluations are kept, with the changes within them added up.
//!
//! Of a run of another program only the log is known: not what guessing achieves, not the units, and seldom how many examples were
//! evaluated. Conditions on the loss of guessing then hold, those on units and on accuracies without counts do not, and the run
//! is never UNDER-FITTING, SATURATED or full of DEAD UNITS. The advice is true of what is trained, as far as the log tells: a network,
//! boosted trees, or something that may be either. Sentences count what the log counts, as in "epoch 12".
//!
//! The advice names only what is possible with the set-up in force and in the state that the run is in.

mod advice;
mod age;
mod diagnose;
mod elsewhere;
mod guess;
mod latest;
mod monitor;
mod rules;
mod sentences;
mod trace;
mod unseen;
mod word;

pub use advice::{Advice, Program, Remedy};
pub use diagnose::{Diagnosis, Known, Situation};
pub use elsewhere::{Elsewhere, Model};
pub use guess::Guessing;
pub use monitor::Monitor;
pub use word::Word;
