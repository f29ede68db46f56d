extension Equivalent {
  static let lesson7: [String: [Equivalent]] = [:]
}
