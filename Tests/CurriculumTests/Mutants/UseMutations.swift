import Gradus

extension Mutation {
  /// Functions and generators that were handed over are used in another way.
  static func uses(_ arguments: Value) -> [Mutation] {
    arguments.leaves().flatMap { name, path in
      switch arguments[path] {
      case .generator: generatorUses(name, path)
      case .function: functionUses(name, path)
      default: [Mutation]()
      }
    }
  }

  private static func generatorUses(_ name: String, _ path: Value.Path) -> [Mutation] {
    func generator(_ value: Value) -> RandomGenerator {
      guard case .generator(let generator) = value else { fatalError("no generator") }
      return generator
    }
    return [
      Mutation(.use, "\(name) copied, not advanced") { arguments, solve in
        var result = try solve(arguments)
        result["\(name) afterward"] = arguments[path]
        return result
      },
      Mutation(.use, "\(name) advanced before") { arguments, solve in
        var (arguments, advanced) = (arguments, generator(arguments[path]))
        _ = advanced.next()
        arguments[path] = .generator(advanced)
        return try solve(arguments)
      },
      Mutation(.use, "\(name) advanced afterward") { arguments, solve in
        var result = try solve(arguments)
        var advanced = generator(result["\(name) afterward"])
        _ = advanced.next()
        result["\(name) afterward"] = .generator(advanced)
        return result
      },
      Mutation(.use, "\(name) replaced by one of a fixed seed") { arguments, solve in
        var arguments = arguments
        arguments[path] = .generator(RandomGenerator(seed: 0))
        return try solve(arguments)
      },
      Mutation(.use, "\(name) replaced by a random one") { arguments, solve in
        var arguments = arguments
        arguments[path] = .generator(RandomGenerator(seed: .random(in: 0 ... .max)))
        return try solve(arguments)
      },
    ]
  }

  private static func functionUses(_ name: String, _ path: Value.Path) -> [Mutation] {
    /// Makes another function of the one that was handed over.
    func using(_ what: String, _ change: @escaping (Function) -> Function) -> Mutation {
      Mutation(.use, "\(name) \(what)") { arguments, solve in
        guard case .function(let function) = arguments[path] else { fatalError("no function") }
        var arguments = arguments
        arguments[path] = .function(change(function))
        return try solve(arguments)
      }
    }
    return [
      using("called twice each time") { function in
        Function(
          call: {
            _ = try function.call($0)
            return try function.call($0)
          }, fallback: function.fallback)
      },
      using("called once too often") { function in
        var isFirst = true
        return Function(
          call: {
            if isFirst { _ = try function.call($0) }
            isFirst = false
            return try function.call($0)
          }, fallback: function.fallback)
      },
      using("called the second time only in appearance") { function in
        var results: [Value] = []
        return Function(
          call: {
            if results.count != 1 {
              results.append(try function.call($0))
            } else {
              results += results
            }
            return results[results.count - 1]
          }, fallback: function.fallback)
      },
      using("called once, its result used again") { function in
        var result: Value?
        return Function(
          call: {
            result = try result ?? function.call($0)
            return result!
          }, fallback: function.fallback)
      },
      using("called with doubled numbers") { function in
        Function(
          call: { try function.call($0.map { 2 * $0 } ?? $0) }, fallback: function.fallback)
      },
      using("called with numbers a millionth too large") { function in
        Function(
          call: { try function.call($0.map { 1.000_001 * $0 } ?? $0) },
          fallback: function.fallback)
      },
      using("with its result doubled") { function in
        Function(
          call: {
            let result = try function.call($0)
            return result.map { 2 * $0 } ?? result
          }, fallback: function.fallback)
      },
      using("with its errors swallowed") { function in
        Function(
          call: { arguments in
            do { return try function.call(arguments) } catch { return function.fallback(arguments) }
          }, fallback: function.fallback)
      },
      using("with other errors in place of its own") { function in
        Function(
          call: { arguments in
            do { return try function.call(arguments) } catch { throw OtherError() }
          }, fallback: function.fallback)
      },
      Mutation(.use, "\(name): a call's errors end it without one") {
        var before: Value?
        return { arguments, solve in
          do {
            let result = try solve(arguments)
            before = result
            return result
          } catch {
            guard let before else { throw error }
            return before
          }
        }
      },
    ]
  }
}

private struct OtherError: Error {}

extension Value {
  /// A part of a record, by its name.
  subscript(_ name: String) -> Value {
    get {
      guard case .record(let parts, _) = self,
        let part = parts.first(where: { $0.name == name })
      else { fatalError("no part \(name)") }
      return part.value
    }
    set {
      guard case .record(let parts, _) = self,
        let place = parts.firstIndex(where: { $0.name == name })
      else { fatalError("no part \(name)") }
      self[[place]] = newValue
    }
  }
}
