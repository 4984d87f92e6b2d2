//! The Lambda function that takes complaints, and shows them to whoever has reference and receipt. It only reads the environment: the library does the rest.

use functions::cloud::Settings;
use functions::{Group, lambda};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    #[expect(
        clippy::disallowed_methods,
        reason = "a deployment's settings are its environment, and this is the door to it"
    )]
    let settings = Settings::read(|name| std::env::var(name).ok())?;
    lambda::serve(Group::Complaints, settings).await
}
