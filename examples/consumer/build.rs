//! Compiles `spec/` into `$OUT_DIR/api`, whenever a file in it has changed.

fn main() {
    endpointc::Build::new("spec").compile();
}
