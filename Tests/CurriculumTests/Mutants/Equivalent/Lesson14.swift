extension Equivalent {
  static let lesson14: [String: [Equivalent]] = [:]
}
