import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { latenessCause, wasBusy } from '../../../../src/core/diagnosis/machine-use.ts';
import { BUSY, QUIET } from './machines.ts';

const GENERATOR = { id: 'generator', cpu_share: 0.25, busy_share: 0.2 };

describe('why requests were sent late', () => {
  it('is the machine where others had it, with the figures', () => {
    const machine = { ...BUSY, pressure_share: 0.9 };
    assert.equal(
      latenessCause(machine, GENERATOR, 31),
      "The machine was busy: 71 % of 2 processors were other processes', 27 % this run's own, 0 % stolen by the hypervisor; " +
        "in 90 % of the time some process waited for a processor; the generator's process used 25 % of one processor, " +
        'was busy for 20 % of the time and stood still for up to 31 ms.',
    );
    const stolen = { ...QUIET, stolen_share: 0.3, idle_share: 0.36 };
    assert.match(
      latenessCause(stolen, GENERATOR, 31),
      /^The machine was busy: .* 30 % stolen by the hypervisor/,
    );
    // A generator that others keep from working is no bottleneck, however busy it is.
    assert.match(latenessCause(machine, { ...GENERATOR, busy_share: 0.95 }, 31), /^The machine was busy: /);
  });

  it('is the generator only where its own process could do no more', () => {
    for (const busy of [{ cpu_share: 0.95 }, { busy_share: 0.9 }])
      assert.match(
        latenessCause(QUIET, { ...GENERATOR, ...busy }, 31),
        /^The generator was the bottleneck: 4 % of 2 processors were other processes'/,
      );
  });

  it('is the size of the machine where the run itself used all of it', () => {
    const full = { ...QUIET, own_share: 0.92, idle_share: 0.04 };
    assert.match(
      latenessCause(full, GENERATOR, 31),
      /^The machine was too small for this run: .* 92 % this run's own/,
    );
  });

  it('is left open where nothing that was measured says it, or nothing could be measured', () => {
    assert.match(
      latenessCause(QUIET, GENERATOR, 1002),
      /^The measurements do not say why: .* stood still for up to 1,002 ms\.$/,
    );
    assert.equal(
      latenessCause({ not_measured: 'this system has no /proc/stat' }, undefined, 31),
      'The measurements do not say why: how busy the machine was could not be measured: this system has no /proc/stat; ' +
        "the generator's process stood still for up to 31 ms.",
    );
  });
});

it('a machine with processors left is not busy, whatever uses the others; pressure says that none was left', () => {
  const shared = { ...QUIET, own_share: 0.05, other_share: 0.4, idle_share: 0.55 };
  assert.equal(wasBusy(shared), false);
  assert.equal(wasBusy({ ...shared, pressure_share: 0.5 }), true);
  assert.equal(
    wasBusy({ ...QUIET, own_share: 0.95, idle_share: 0, pressure_share: 0.9 }),
    false,
    'all its own',
  );
});
