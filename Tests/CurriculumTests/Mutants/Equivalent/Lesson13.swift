extension Equivalent {
  static let lesson13: [String: [Equivalent]] = [:]
}
