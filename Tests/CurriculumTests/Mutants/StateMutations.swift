extension Mutation {
  /// An earlier call leaves something behind.
  static var states: [Mutation] {
    [
      Mutation(.state, "the first result again") {
        var first: Value?
        return { arguments, solve in
          let result = try first ?? solve(arguments)
          first = result
          return result
        }
      },
      Mutation(.state, "the result of the call before") {
        var before: Value?
        return { arguments, solve in
          let result = try solve(arguments)
          defer { before = result }
          return before ?? result
        }
      },
    ]
  }
}
