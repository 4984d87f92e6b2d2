//! What the store promises, tried on every engine through the same SDK client: the engine in process, and, where `MINGTANG_TEST_DYNAMODB` names an
//! address, whatever answers there (`tests/promises/engines` starts one).
//!
//! To add a promise, write a function that takes a [`World`] and add it to [`PROMISES`]. Must not: know which engine it is talking to.
#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

#[path = "promises/kept.rs"]
mod kept;
#[path = "promises/mishaps.rs"]
mod mishaps;
#[path = "promises/world.rs"]
mod world;

use libtest_mimic::{Arguments, Trial};
use std::pin::Pin;
use std::process::ExitCode;
use world::{Engine, World};

type Promise = fn(World) -> Pin<Box<dyn Future<Output = ()>>>;

/// Every promise, by name.
const PROMISES: &[(&str, Promise)] = &[
    ("a_key_is_written_once", |w| Box::pin(kept::once(w))),
    ("a_stale_change_is_refused", |w| Box::pin(kept::stale(w))),
    ("a_filing_is_whole_or_not_there", |w| {
        Box::pin(kept::whole(w))
    }),
    ("a_repeat_is_answered_as_the_first", |w| {
        Box::pin(kept::repeat(w))
    }),
    ("many_at_once_make_one", |w| Box::pin(kept::race(w))),
    ("an_expired_key_is_free", |w| Box::pin(kept::expired(w))),
    ("a_limit_holds_under_load", |w| Box::pin(kept::limit(w))),
    ("lists_go_on_past_a_megabyte", |w| Box::pin(kept::pages(w))),
    ("what_is_too_large_is_refused_whole", |w| {
        Box::pin(kept::large(w))
    }),
    ("what_was_acknowledged_is_read_by_another_client", |w| {
        Box::pin(kept::read_back(w))
    }),
    ("throttling_passes", |w| Box::pin(mishaps::throttled(w))),
    ("lasting_throttling_is_told", |w| {
        Box::pin(mishaps::throttled_for_ever(w))
    }),
    ("a_lost_answer_makes_no_second_case", |w| {
        Box::pin(mishaps::lost_answer(w))
    }),
    ("a_broken_connection_is_tried_again", |w| {
        Box::pin(mishaps::broken(w))
    }),
    ("a_silent_store_is_given_up_in_time", |w| {
        Box::pin(mishaps::silent(w))
    }),
    ("faults_name_no_content", |w| Box::pin(mishaps::discreet(w))),
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = Engine::all()
        .iter()
        .flat_map(|engine| PROMISES.iter().map(|promise| trial(engine, promise)))
        .collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trial(engine: &Engine, (name, promise): &(&'static str, Promise)) -> Trial {
    let (engine, promise) = (engine.clone(), *promise);
    Trial::test(format!("{}::{name}", engine.name), move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async move { promise(World::new(&engine).await).await });
        Ok(())
    })
}
