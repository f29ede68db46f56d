import Autograd
import Layers
import TensorCore
import Testing

/// A layer with parts of its own and a buffer.
private struct Scaled: Layer {
  var inner: Linear<Float>
  var outer: Linear<Float>
  var scale = Variable<Float>(.ones([2]))
  var seen = Variable<Float>(.zeros([7]))

  mutating func visitParameters(_ visit: ParameterVisit<Float>) {
    inner.visitParameters(as: "inner", visit)
    outer.visitParameters(as: "outer", visit)
    visit("scale", &scale)
    visit(.buffer("seen"), &seen)
  }

  mutating func forward(
    _ input: Variable<Float>, in context: inout Context
  ) -> Variable<Float> {
    outer.forward(inner.forward(input, in: &context), in: &context) * scale
  }
}

/// A module that is not a layer.
private struct Pair: Module {
  var left: Linear<Float>
  var right: Sequential<Float>

  mutating func visitParameters(_ visit: ParameterVisit<Float>) {
    left.visitParameters(as: "left", visit)
    right.visitParameters(as: "right", visit)
  }
}

@Suite struct SummaryTests {
  @Test func nestedLayers() {
    var generator = RandomGenerator(seed: 1)
    let model = Sequential<Float>(
      Flatten(), Linear(64, 32, using: &generator), ReLU(),
      Residual(Sequential(Linear(32, 32, using: &generator), Tanh())), Dropout(0.5),
      Linear(32, 10, using: &generator))
    #expect(
      model.summary(inputShape: [16, 8, 8]) == """
        Layer                Output shape  Parameters  Parameter bytes  Multiply–adds  Activation bytes
        Sequential               [16, 10]        3466            13864          54272             10880
          0 Flatten              [16, 64]           0                0              0                 0
          1 Linear               [16, 32]        2080             8320          32768              2048
          2 ReLU                 [16, 32]           0                0              0              2048
          3 Residual             [16, 32]        1056             4224          16384              6144
            body Sequential      [16, 32]        1056             4224          16384              4096
              0 Linear           [16, 32]        1056             4224          16384              2048
              1 Tanh             [16, 32]           0                0              0              2048
          4 Dropout              [16, 32]           0                0              0                 0
          5 Linear               [16, 10]         330             1320           5120               640
        Total                                    3466            13864          54272             10880
        """)
  }

  @Test func singleLayer() {
    var generator = RandomGenerator(seed: 1)
    #expect(
      Linear<Double>(3, 2, using: &generator).summary(inputShape: [1, 3]) == """
        Layer   Output shape  Parameters  Parameter bytes  Multiply–adds  Activation bytes
        Linear        [1, 2]           8               64              6                16
        Total                          8               64              6                16
        """)
  }

  @Test func layerOfYourOwn() {
    var generator = RandomGenerator(seed: 1)
    let layer = Scaled(
      inner: Linear(3, 4, using: &generator), outer: Linear(4, 2, using: &generator))
    #expect(
      layer.summary(inputShape: [5, 3]) == """
        Layer    Output shape  Parameters  Buffers  Parameter bytes  Multiply–adds  Activation bytes
        Scaled         [5, 2]          28        7              140            100                40
          inner                        16        0               64              –                 –
          outer                        10        0               40              –                 –
        Total                          28        7              140            100                40
        """)
  }

  @Test func moduleThatIsNoLayer() {
    var generator = RandomGenerator(seed: 1)
    let module = Pair(
      left: Linear(3, 4, using: &generator),
      right: Sequential(Linear(4, 2, using: &generator), ReLU()))
    #expect(
      module.summary() == """
        Layer    Parameters  Parameter bytes
        Pair             26              104
          left           16               64
          right          10               40
        Total            26              104
        """)
  }
}
