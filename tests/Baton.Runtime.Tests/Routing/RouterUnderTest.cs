using System.Collections.Concurrent;
using System.Text;
using Baton.Runtime.Instances;
using Baton.Runtime.Links;
using Baton.Runtime.Routing;
using Baton.TestKit;

namespace Baton.Runtime.Tests.Routing;

/// <summary>A router with sockets in a folder of its own, and what it tells.</summary>
internal sealed class RouterUnderTest : IRouterEvents, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<TestInstance> _instances = [];

    public RouterUnderTest(RouterOptions? options = null) => (Router = new MessageRouter(options ?? new RouterOptions(), this)).Begin();

    public MessageRouter Router { get; }

    public ConcurrentQueue<string> Notices { get; } = [];

    public ConcurrentQueue<string> Asked { get; } = [];

    public ConcurrentQueue<string> Telemetry { get; } = [];

    /// <summary>Adds an instance to which nobody is connected.</summary>
    public TestInstance Add()
    {
        var id = InstanceId.New(TimeProvider.System);
        var instance = new TestInstance(id, Path.Combine(_folder.Path, $"{_instances.Count}.sock"));
        _ = Router.ListenAsync(id, instance.Path);
        _instances.Add(instance);
        return instance;
    }

    /// <summary>Adds an instance and connects to its socket.</summary>
    public TestInstance Connect()
    {
        var instance = Add();
        instance.Connect();
        return instance;
    }

    /// <summary>Links a type of these names to a target.</summary>
    public static Link To(TestInstance target, string type = "a::T") => new(type, new LinkTarget.Local(target.Id));

    public long Dropped => Router.Figures.Links.Sum(link => link.Dropped);

    public void StartAsked(InstanceId sender, InstanceId which, InstancePriority? priority) => Asked.Enqueue($"start {which} {priority}");

    public void StopAsked(InstanceId sender, InstanceId which) => Asked.Enqueue($"stop {which}");

    public void TelemetryTold(InstanceId sender, ReadOnlySpan<byte> json) => Telemetry.Enqueue(Encoding.UTF8.GetString(json));

    public void Noticed(InstanceId? instance, string text) => Notices.Enqueue(text);

    public void Dispose()
    {
        foreach (var instance in _instances) instance.Dispose();
        Router.Dispose();
        _folder.Dispose();
    }
}
