using System.Globalization;
using System.Text.Json;
using Baton.Contracts.Robot;

namespace Baton.Control.Tests.Robot;

/// <summary>What every failure of the robot's API looks like.</summary>
internal static class RobotProblems
{
    /// <summary>Checks the whole body; the text only when one is given.</summary>
    public static void AssertOne(RawAnswer answer, int status, string? text = null)
    {
        Assert.Equal(status, answer.Status);
        Assert.Equal("application/json", answer.Header("Content-Type"));
        var problem = JsonSerializer.Deserialize(answer.Body, RobotJson.Default.RobotProblem)!;
        Assert.Equal((false, string.Create(CultureInfo.InvariantCulture, $"HTTP_{status}")), (problem.Ok, problem.ErrorCode));
        Assert.Equal(problem.Error, problem.Detail);
        Assert.NotEmpty(problem.Error);
        if (text is not null) Assert.Equal(text, problem.Error);
    }
}
