// `import Gradus` brings all of the framework.

@_exported import TensorCore
