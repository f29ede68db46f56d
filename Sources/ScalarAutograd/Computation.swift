extension Value {
  /// A number of a computation, with what it was computed from.
  public struct Step: Sendable {
    /// Its name; nil for none.
    public let name: String?
    /// What made it, such as "+".
    public let operation: String
    /// The number itself.
    public let value: Double
    /// The derivative of the result whose `backward()` ran last.
    public let gradient: Double
    /// The places of its inputs among the steps, and its derivative with respect to each.
    public let inputs: [(step: Int, derivative: Double)]
  }

  /// This number and all that led to it, in the order in which they were computed: what a picture of the graph
  /// shows.
  public var computation: [Step] {
    var isAncestor = Array(repeating: false, count: index + 1)
    isAncestor[index] = true
    for i in (0...index).reversed() where isAncestor[i] {
      for input in graph.nodes[i].inputs { isAncestor[input.index] = true }
    }
    var placeOf: [Int: Int] = [:]
    return isAncestor.indices.filter { isAncestor[$0] }.enumerated().map { place, index in
      placeOf[index] = place
      let node = graph.nodes[index]
      return Step(
        name: node.name, operation: node.operation, value: node.value, gradient: node.gradient,
        inputs: node.inputs.map { (placeOf[$0.index]!, $0.derivative) })
    }
  }
}
