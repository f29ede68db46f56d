import Foundation
import Gradus
@testable import Interop
import Testing

/// Models in the format of ONNX. Other engines have run each of them: the script `onnx_check.py` beside wrote
/// how far they were off, and which bytes they were given, into a report. These tests make sure that the bytes
/// are still those.
@Suite("ONNX") struct ONNXExportTests {
  /// What `onnx_check.py` found: a line per model, with the digest of its bytes.
  private static let report = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "Fixtures/onnxruntime.tsv")

  @Test("each model's bytes are those that onnxruntime has run, within 1e-5")
  func bytes() throws {
    let models = try withBackend(.naive) { try exportedModels() }
    // For the script: the files themselves.
    if let folder = ProcessInfo.processInfo.environment["GRADUS_ONNX"] {
      for (index, model) in models.enumerated() {
        let url = URL(filePath: folder).appending(path: "\(index)")
        try model.model.write(to: url.appendingPathExtension("onnx"))
        try NPZ(["input": model.input, "output": StoredTensor(model.output)])
          .write(to: url.appendingPathExtension("npz"))
        try model.name.write(
          to: url.appendingPathExtension("txt"), atomically: true, encoding: .utf8)
      }
      return
    }
    let lines = try String(contentsOf: Self.report, encoding: .utf8).split(separator: "\n")
      .dropFirst().map { $0.split(separator: "\t").map(String.init) }
    #expect(lines.map(\.[0]) == models.map(\.name))
    for (line, model) in zip(lines, models) {
      #expect(Double(line[1])! <= 1e-5, "\(line[0])")
      #expect(SHA256.hexDigest(of: model.model.bytes()) == line[2], "\(line[0])")
    }
  }

  @Test("every layer of the framework is exported, or is excused with a reason")
  func allLayers() throws {
    let layers = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Layers").standardizedFileURL
    var names: Set<String> = []
    for case let url as URL in FileManager.default.enumerator(
      at: layers, includingPropertiesForKeys: nil)! where url.pathExtension == "swift"
    {
      let text = try String(contentsOf: url, encoding: .utf8)
      for match in text.matches(
        of: /\npublic struct (\w+)<[^>]*>: (?:Layer|ParameterlessLayer|Model|RecurrentCell) \{/)
      {
        names.insert(String(match.1))
      }
    }
    #expect(names.count > 40)
    let excused = [
      "Lambda": "a closure cannot be looked into",
      "RNNCell": "one step: ONNX has whole sequences",
      "LSTMCell": "one step: ONNX has whole sequences",
      "GRUCell": "one step: ONNX has whole sequences",
    ]
    let exported = Set(try exportedModels().flatMap(\.types))
    #expect(names.subtracting(excused.keys).subtracting(exported).sorted() == [])
  }

  @Test("what has no form in ONNX says so, and where it stands")
  func refused() {
    func refusal(_ layer: any Layer<Float>) -> String {
      let model = Sequential<Float>(ReLU(), Residual(layer))
      let error = #expect(throws: ONNXError.self) {
        try ONNXModel(model, input: ONNXInput(shape: ["N", 3]))
      }
      return error?.description ?? "exported"
    }
    #expect(
      refusal(Lambda { $0 })
        == "Lambda at 1.body has no form in ONNX: a closure cannot be looked into; a layer of its "
        + "own can conform to ONNXExportable")
    #expect(refusal(AdaptiveAveragePool2D(2)).contains("found a size of 2 × 2"))
    struct Own: ParameterlessLayer {
      typealias Scalar = Float
      func forward(_ input: Variable<Float>, in context: inout Context) -> Variable<Float> { input }
    }
    #expect(
      refusal(Own())
        == "Own at 1.body has no form in ONNX: expected a model that conforms to ONNXExportable")
  }

  @Test("a file that cannot be written leaves what was there")
  func unwritable() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "onnx-\(UUID())")
    let model = try ONNXModel(ReLU<Float>(), input: ONNXInput(shape: ["N"]))
    #expect(throws: WriteError.self) { try model.write(to: folder.appending(path: "a/model.onnx")) }
    try model.write(to: folder)
    #expect(try [UInt8](Data(contentsOf: folder)) == model.bytes())
    try FileManager.default.removeItem(at: folder)
  }

  @Test("integers, numbers, texts and messages are encoded as the standard's own examples")
  func encoding() throws {
    // From the documentation of Protocol Buffers: field 1 is 150; field 2 is "testing"; field 3 is a message.
    var message = ProtocolBuffer()
    message.add(1, 150)
    message.add(2, "testing")
    message.add(3) { $0.add(1, 150) }
    #expect(
      message.bytes == [
        0x08, 0x96, 0x01, 0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67, 0x1a, 0x03, 0x08,
        0x96, 0x01,
      ])
    var more = ProtocolBuffer()
    more.add(4, -1)
    more.add(5, Float(1.5))
    more.add(16, 0)
    #expect(
      more.bytes == [0x20] + Array(repeating: 0xff, count: 9) + [0x01]
        + [0x2d, 0, 0, 0xc0, 0x3f] + [0x80, 0x01, 0])
  }
}
