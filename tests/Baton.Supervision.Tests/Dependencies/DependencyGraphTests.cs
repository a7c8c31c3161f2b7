using Baton.Supervision.Dependencies;

namespace Baton.Supervision.Tests.Dependencies;

public class DependencyGraphTests
{
    // 0 ← 1 ← 2, 0 ← 3
    private static readonly DependencyGraph Graph = new([[], [0], [1, 1], [0]]);

    [Fact]
    public void Order_puts_each_service_after_what_it_depends_on() => Assert.Equal([0, 1, 3, 2], Graph.Order());

    [Fact]
    public void Dependents_are_found_through_others() => Assert.Equal([1, 2, 3], Graph.AllDependentsOf([0]));

    [Fact]
    public void Dependencies_are_found_through_others() => Assert.Equal([0, 1], Graph.AllDependenciesOf([2]));

    [Fact]
    public void The_longest_chain_adds_up_the_limits_of_its_services() =>
        Assert.Equal(TimeSpan.FromSeconds(1 + 2 + 3), Graph.LongestChain(i => TimeSpan.FromSeconds(i + 1)));

    [Fact]
    public void A_cycle_is_told_with_all_its_services() =>
        Assert.Equal([1, 2, 3], DependencyGraph.FindCycle([[1], [2], [3], [1]]));

    [Fact]
    public void A_service_that_depends_on_itself_is_a_cycle() => Assert.Equal([0], DependencyGraph.FindCycle([[0]]));

    [Fact]
    public void Diamonds_are_no_cycle() => Assert.Null(DependencyGraph.FindCycle([[], [0], [0], [1, 2]]));

    [Fact]
    public void A_chain_of_a_hundred_thousand_does_not_exhaust_the_stack()
    {
        var chain = Enumerable.Range(0, 100_000).Select(i => (IReadOnlyList<int>)(i == 0 ? [] : [i - 1])).ToArray();
        Assert.Null(DependencyGraph.FindCycle(chain));
        Assert.Equal(99_999, new DependencyGraph(chain).AllDependentsOf([0]).Count);
    }
}
