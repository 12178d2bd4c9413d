//! Compiles `spec/` into `$OUT_DIR/api` after each change in it.

fn main() {
    endpointc::Build::new("spec").compile();
}
