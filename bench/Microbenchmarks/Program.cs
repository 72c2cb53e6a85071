using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// In this process, since a project generated elsewhere would not be built by this repository's rules. "quick" before the
// usual arguments measures each a few times only.
var quick = args is ["quick", ..];
var job = (quick ? Job.ShortRun : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
var config = ManualConfig.Create(DefaultConfig.Instance).AddDiagnoser(MemoryDiagnoser.Default).AddJob(job);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(quick ? args[1..] : args, config);
