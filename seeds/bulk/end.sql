DROP TABLE bodies, looked_up, us, crowd, plan;
