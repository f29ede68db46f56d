import Testing

/// Whether a process that trapped printed this sentence, and named the caller's file.
func expect(
  _ sentence: String, in result: ExitTest.Result?, atCaller: Bool = true,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  #expect(output.contains(sentence), "it printed: \(output)", sourceLocation: sourceLocation)
  #expect(
    !atCaller || output.contains("\(sourceLocation.fileID):"), "it printed: \(output)",
    sourceLocation: sourceLocation)
}
