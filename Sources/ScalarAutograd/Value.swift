/// A number that remembers how it was computed, so that it can be differentiated.
///
/// ```swift
/// let graph = Graph()
/// let x = graph.variable(2, "x")
/// let y = graph.variable(-3, "y")
/// let z = x * y + x
/// z.backward()
/// x.gradient      // dz/dx = y + 1 = −2
/// y.gradient      // dz/dy = x     = 2
/// ```
public struct Value {
  /// The graph that it is part of.
  public let graph: Graph
  /// Its place there.
  let index: Int

  /// The number itself.
  public var value: Double { graph.nodes[index].value }

  /// The derivative with respect to this number of the result whose `backward()` ran last; 0 before.
  public var gradient: Double { graph.nodes[index].gradient }

  /// The same number under a name, by which the printed graph shows it.
  public func named(_ name: String) -> Value {
    graph.nodes[index].name = name
    return self
  }

  /// Finds the derivative of this number with respect to every number that led to it.
  ///
  /// The chain rule, once for each edge of the graph. Each node stands after its inputs, so going from
  /// the back to the front, a gradient is complete before it is passed on.
  public func backward() {
    for i in graph.nodes.indices { graph.nodes[i].gradient = 0 }
    graph.nodes[index].gradient = 1
    for i in (0...index).reversed() {
      let node = graph.nodes[i]
      // What this number does not depend on passes nothing on, even if a derivative there is infinite.
      guard node.gradient != 0 else { continue }
      for input in node.inputs {
        // Added, not assigned: a number that is used twice has an effect along both ways.
        graph.nodes[input.index].gradient += node.gradient * input.derivative
      }
    }
  }
}

/// The numbers of a computation, in the order in which they were computed.
///
/// A class, because all values of a computation write to the same list. A list, and not nodes that point
/// to each other: so a computation of any length is walked, and freed, without recursion.
public final class Graph {
  /// A number, and how it changes when its inputs do.
  struct Node {
    let operation: String
    let value: Double
    let inputs: [(index: Int, derivative: Double)]
    var name: String?
    var gradient = 0.0
  }

  var nodes: [Node] = []

  /// Makes an empty graph.
  public init() {}

  /// A number to differentiate with respect to.
  public func variable(_ value: Double, _ name: String? = nil) -> Value {
    append(Node(operation: "variable", value: value, inputs: [], name: name))
  }

  /// A number that just takes part.
  public func constant(_ value: Double) -> Value {
    append(Node(operation: "constant", value: value, inputs: []))
  }

  /// Puts a node after all others.
  func append(_ node: Node) -> Value {
    nodes.append(node)
    return Value(graph: self, index: nodes.count - 1)
  }
}
