import Testing

extension ExitTest.Result? {
  /// Expects that the program, before it stopped, wrote a text that names the operation, the shapes
  /// and the rule.
  ///
  /// Functions and subscripts also name the file and line of their caller; operators and literals
  /// cannot know them.
  func says(
    _ text: String, namingCaller: Bool = true, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let message = String(decoding: self?.standardErrorContent ?? [], as: UTF8.self)
    let start = namingCaller ? "\(sourceLocation.fileID):" : "TensorCore/"
    #expect(
      message.contains("Fatal error: \(text)"), "expected: \(text)", sourceLocation: sourceLocation)
    #expect(message.contains(start), "expected: \(start)", sourceLocation: sourceLocation)
    // A sentence ends with its last word: nothing of it was cut off.
    #expect(!message.contains("Optional("), sourceLocation: sourceLocation)
  }
}
