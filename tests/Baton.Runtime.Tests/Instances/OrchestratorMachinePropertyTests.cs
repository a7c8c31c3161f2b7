using Baton.Runtime.Instances;
using Baton.Runtime.Links;
using Xunit.Abstractions;

namespace Baton.Runtime.Tests.Instances;

/// <summary>
/// Walks the machine at random, beside a small model of the world: processes that start, stop and die, acts that fail, clients and instances that ask for anything at any time.
/// </summary>
public class OrchestratorMachinePropertyTests(ITestOutputHelper output)
{
    private static readonly InstanceId[] Ids = [.. Enumerable.Range(1, 4).Select(i => new InstanceId(new Guid(i, 0, 0, new byte[8])))];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Whatever_happens_each_request_is_answered_once_and_no_link_leads_nowhere(int salt)
    {
        var seed = salt == 0 ? Environment.TickCount : salt;
        output.WriteLine($"seed {seed}");
        for (var walk = 0; walk < 300; walk++) new Walk(new Random(unchecked((seed * 1000) + walk))).Run();
    }

    private sealed class Walk(Random random)
    {
        private readonly HashSet<InstanceId> _running = [];
        private readonly HashSet<long> _asked = [];
        private readonly Dictionary<InstanceId, int> _instancesAsked = Ids.ToDictionary(id => id, _ => 0);
        private readonly HashSet<InstanceId> _listening = [];
        private OrchestratorState _state = OrchestratorState.Empty;
        private IReadOnlyList<Link> _links = [];
        private LifecycleAct? _begun;
        private long _tickets;

        public void Run()
        {
            for (var i = 0; i < 200; i++) Step(Next());
            while (_begun is not null) Step(Finish());
            Step(new OrchestratorEvent.Ended());
            Assert.Empty(_asked);
        }

        private InstanceId Some() => Ids[random.Next(Ids.Length)];

        private OrchestratorEvent Next() => random.Next(10) switch
        {
            0 when _running.Count > 0 => Die(),
            <= 2 when _begun is not null => Finish(),
            3 => new OrchestratorEvent.Linked(Ticket(), new Link($"T{random.Next(2)}", Target(), random.Next(2) == 0 ? null : Some())),
            4 => new OrchestratorEvent.Unlinked(Ticket(), $"T{random.Next(2)}", Target(), random.Next(2) == 0 ? null : Some()),
            5 when random.Next(20) == 0 => Asked(new LifecycleAct.Clear()),
            6 => Instance(),
            _ => Asked(random.Next(6) switch
            {
                0 => new LifecycleAct.Stop(Some()),
                1 => new LifecycleAct.Remove(Some()),
                2 => new LifecycleAct.Start(Some(), null),
                _ => new LifecycleAct.Add(new Instance(Some(), "/p", random.Next(2) == 0)),
            }),
        };

        private LinkTarget Target() => random.Next(3) == 0 ? new LinkTarget.Remote(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 1)) : new LinkTarget.Local(Some());

        private long Ticket()
        {
            _asked.Add(++_tickets);
            return _tickets;
        }

        private OrchestratorEvent.Asked Asked(LifecycleAct act) => new(new LifecycleAsk(act, Ticket()));

        private OrchestratorEvent.Asked Instance()
        {
            var sender = Some();
            if (_state.Instances.ContainsKey(sender)) _instancesAsked[sender]++;
            return new(new LifecycleAsk(new LifecycleAct.Start(Some(), null), 0, sender));
        }

        private OrchestratorEvent.Stored Die()
        {
            _running.Remove(_running.ElementAt(random.Next(_running.Count)));
            return new(0);
        }

        /// <summary>The world does what has begun, or fails to.</summary>
        private OrchestratorEvent.Done Finish()
        {
            var begun = _begun!;
            _begun = null;
            if (random.Next(4) == 0) return new(["it failed", "why"]);
            switch (begun)
            {
                case LifecycleAct.Start { Id: var id }: Assert.True(_running.Add(id)); break;
                case LifecycleAct.Stop { Id: var id }: _running.Remove(id); break;
                case LifecycleAct.Clear: _running.Clear(); break;
            }

            return new(null);
        }

        private void Step(OrchestratorEvent what)
        {
            (_state, var effects) = OrchestratorMachine.Step(_state, what, _running.Contains, hasExternalSocket: true);
            foreach (var effect in effects) Perform(effect);
            Assert.All(_state.Links, link => Assert.True(IsThere(link.From) && (link.To is not LinkTarget.Local local || IsThere(local.Id))));
            Assert.Equal(_state.Links, _links);
            Assert.Equal(_state.Instances.Values.Sum(instance => instance.Path.Length) + _state.Links.Sum(link => link.TypeName.Length), _state.Characters);
            Assert.Equal(_state.Waiting.Count(ask => ask.Sender is null), _state.WaitingClients);
            Assert.Equal(_begun is null, _state.Current is null);
            // Nothing waits while nothing is done, and whoever is known is listened for.
            Assert.True(_begun is not null || _state.Waiting.IsEmpty);
            Assert.Subset(_listening, _state.Instances.Keys.ToHashSet());
            if (_begun is not LifecycleAct.Add) Assert.Equal(_state.Instances.Count, _listening.Count);
        }

        private bool IsThere(InstanceId? id) => id is null || _state.Instances.ContainsKey(id.Value);

        private void Perform(OrchestratorEffect effect)
        {
            switch (effect)
            {
                case OrchestratorEffect.Begin begin:
                    Assert.Null(_begun);
                    _begun = begin.Act;
                    if (begin.Act is LifecycleAct.Add add) Assert.True(_listening.Add(add.Instance.Id));
                    break;
                case OrchestratorEffect.Forget forget:
                    Assert.True(_listening.Remove(forget.Instance.Id));
                    // What a clear could not stop is no instance any more.
                    _running.Remove(forget.Instance.Id);
                    break;
                case OrchestratorEffect.SetLinks links: _links = links.Links; break;
                case OrchestratorEffect.Answer answer: Assert.True(_asked.Remove(answer.Ticket)); break;
                case OrchestratorEffect.AnswerInstance answer: Assert.True(--_instancesAsked[answer.Sender] >= 0); break;
            }
        }
    }
}
