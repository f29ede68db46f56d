import GradientChecking

/// What has been proved: collected from the reports of checks that found nothing wrong.
struct ProofRegister {
  private(set) var names: [String] = []
  private(set) var layers: Set<String> = []
  private(set) var operations: Set<String> = []

  init(of reports: [GradientReport]) {
    for report in reports where report.problems.isEmpty {
      if let layer = report.layerType { layers.insert(layer) } else { names.append(report.name) }
      operations.formUnion(report.operations)
    }
  }

  /// One sentence for each declaration without a proof.
  func missing(from declared: Declarations) -> [String] {
    // A module whose input is no variable is proved as a function of its parameters.
    let layers = declared.layers.filter { !self.layers.contains($0.key) && !isProved($0.key) }
      .map { "\($0.value): the layer \($0.key) has no proof. Hint: add it to LayerProofs.swift." }
    let functions = declared.functions.filter { !isProved($0.key) }
      .map { "\($0.value): \($0.key) has no proof. Hint: add it to FunctionProofs.swift." }
    let operations = declared.operations.filter { !self.operations.contains($0.key) }
      .map { "\($0.value): no proof sends a gradient through the operation \"\($0.key)\"." }
    return (layers + functions + operations).sorted()
  }

  /// Whether a proof's name begins with a declaration: `softmax(), along axis 0` proves `softmax()`.
  private func isProved(_ function: String) -> Bool {
    names.contains {
      $0 == function || $0.hasPrefix("\(function),") || $0.hasPrefix("\(function) ")
    }
  }
}
