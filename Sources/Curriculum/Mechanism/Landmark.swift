/// A place in the repository: a file, and a declaration in it.
///
/// An exercise names the one where the framework does what the learner has just written.
public struct Landmark: Sendable, Equatable {
  /// The path from the top of the repository.
  public let file: String
  /// The beginning of the declaration as the file has it, such as `func naiveMatmul`.
  public let declaration: String

  /// Names a place.
  public init(_ file: String, _ declaration: String) {
    self.file = file
    self.declaration = declaration
  }
}
